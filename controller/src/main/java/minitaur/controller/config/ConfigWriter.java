package minitaur.controller.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minitaur.hal.settings.Setting;

/**
 * Writes a complete configuration as YAML; each setting has a comment with its meaning, unit and
 * source.
 */
public final class ConfigWriter {
  private static final int WIDTH = 100;

  private ConfigWriter() {}

  /** YAML that {@link ConfigReader} reads back as an equal configuration, except for secrets. */
  public static String write(Record config) {
    StringBuilder yaml = new StringBuilder();
    writeGroup(config, "", yaml);
    return yaml.toString();
  }

  /** The settings that {@link #write} writes, by their path, in the same order. */
  public static Map<String, String> settings(Record config) {
    Map<String, String> settings = new LinkedHashMap<>();
    collect(config, "", settings);
    return settings;
  }

  private static void collect(Record group, String prefix, Map<String, String> settings) {
    if (group instanceof NamedSettings named) {
      settings.put(prefix + RecordBinder.NAME_KEY, named.name());
    }
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      Object value = RecordBinder.valueOf(group, component);
      String path = prefix + component.getName();
      if (RecordBinder.isInline(component)) {
        RecordBinder.inlineRecords(value).forEach(part -> collect(part, prefix, settings));
      } else if (value instanceof Record inner) {
        collect(inner, path + ".", settings);
      } else {
        settings.put(path, text(component.getAnnotation(Setting.class), value));
      }
    }
  }

  /** Empty for a secret: configurations are copied into runs, recordings and checkpoints. */
  private static String text(Setting setting, Object value) {
    return SettingValue.format(setting.secret() ? "" : value);
  }

  private static void writeGroup(Record group, String indent, StringBuilder yaml) {
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      Object value = RecordBinder.valueOf(group, component);
      if (RecordBinder.isInline(component)) {
        RecordBinder.inlineRecords(value).forEach(part -> writeGroup(part, indent, yaml));
        continue;
      }
      boolean top = indent.isEmpty();
      if (top && yaml.length() > 0) {
        yaml.append('\n');
      }
      Setting setting = component.getAnnotation(Setting.class);
      writeComment(comment(setting, component), indent, yaml);
      yaml.append(indent).append(component.getName()).append(':');
      if (value instanceof Record inner) {
        yaml.append('\n');
        if (value instanceof NamedSettings named) {
          writeName(named, RecordBinder.choices(group), indent + "  ", yaml);
        }
        writeGroup(inner, indent + "  ", yaml);
      } else {
        yaml.append(' ').append(text(setting, value)).append('\n');
      }
    }
  }

  private static void writeName(
      NamedSettings named,
      List<? extends NamedSettings> choices,
      String indent,
      StringBuilder yaml) {
    writeComment(
        "Chooses the settings of this group. One of " + RecordBinder.joinNames(choices) + ".",
        indent,
        yaml);
    yaml.append(indent).append(RecordBinder.NAME_KEY + ": ").append(named.name()).append('\n');
  }

  private static void writeComment(String text, String indent, StringBuilder yaml) {
    for (String line : wrap(text, WIDTH - indent.length() - 2)) {
      yaml.append(indent).append("# ").append(line).append('\n');
    }
  }

  private static String comment(Setting setting, RecordComponent component) {
    StringBuilder text = new StringBuilder(setting.doc());
    if (component.getType().isEnum()) {
      text.append(" One of ").append(SettingValue.describeAllowed(component.getType())).append('.');
    }
    if (!setting.unit().isEmpty()) {
      text.append(" Unit: ").append(setting.unit()).append('.');
    }
    if (!setting.source().isEmpty()) {
      text.append(" Source: ").append(setting.source()).append('.');
    }
    return text.toString();
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
