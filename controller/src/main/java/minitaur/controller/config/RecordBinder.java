package minitaur.controller.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.InvalidSettingException;

/** Builds a record from parsed settings; omitted settings are taken from a record of defaults. */
final class RecordBinder {
  /** The key that selects one of {@link NamedSettings.ChoiceProvider#choices}. */
  static final String NAME_KEY = "name";

  /** Renamed groups of earlier versions, and where their settings are now. */
  private static final Map<String, String> RENAMED_GROUPS =
      Map.of(
          "sac",
          "an earlier version wrote it. Its settings are now in learner (with name: paper),"
              + " batch as batchSize, targetEntropy as targetEntropyPerAction; threads and"
              + " matrixBackend are in compute",
          "pipeline",
          "an earlier version wrote it. Its settings are now in remote");

  private final List<String> allPaths;

  private RecordBinder(List<String> allPaths) {
    this.allPaths = allPaths;
  }

  /**
   * Returns {@code defaults} with every value that {@code parsed} contains.
   *
   * @param parsed Not modified.
   * @throws ConfigException when a key is unknown, or a value has the wrong type or is not allowed
   */
  static <R extends Record> R bind(ConfigNode.Mapping parsed, R defaults) {
    List<String> allPaths = new ArrayList<>();
    collectPaths(defaults, "", allPaths);
    Record bound = new RecordBinder(allPaths).bindGroup(parsed, defaults, "");
    @SuppressWarnings("unchecked") // The record's class is that of the defaults.
    R result = (R) bound;
    return result;
  }

  private static void collectPaths(Record group, String path, List<String> paths) {
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      Object value = valueOf(group, component);
      if (isInline(component)) {
        inlineRecords(value).forEach(part -> collectPaths(part, path, paths));
        continue;
      }
      String childPath = join(path, component.getName());
      paths.add(childPath);
      if (value instanceof NamedSettings) {
        paths.add(join(childPath, NAME_KEY));
        choices(group).forEach(choice -> collectPaths((Record) choice, childPath, paths));
      } else if (value instanceof Record inner) {
        collectPaths(inner, childPath, paths);
      }
    }
  }

  static boolean isInline(RecordComponent component) {
    return component.isAnnotationPresent(Inline.class);
  }

  /**
   * The records whose settings are inlined in the group of their holder: one, or a list of them.
   */
  static List<Record> inlineRecords(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(Record.class::cast).toList()
        : List.of((Record) value);
  }

  /** The keys of a group, in declaration order. */
  private static List<String> keys(Record group) {
    List<String> keys = new ArrayList<>();
    if (group instanceof NamedSettings) {
      keys.add(NAME_KEY);
    }
    addKeys(group, keys);
    return keys.stream().distinct().toList();
  }

  private static void addKeys(Record group, List<String> keys) {
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      if (isInline(component)) {
        inlineRecords(valueOf(group, component)).forEach(part -> addKeys(part, keys));
      } else {
        keys.add(component.getName());
      }
    }
  }

  private Record bindGroup(ConfigNode.Mapping parsed, Record defaults, String path) {
    rejectUnknownKeys(parsed, defaults, path);
    return bind(parsed, defaults, path);
  }

  /** The alternative settings for a component of {@code holder}. */
  static List<? extends NamedSettings> choices(Record holder) {
    return ((NamedSettings.ChoiceProvider) holder).choices();
  }

  /** The settings that the key {@code name} selects, with the other parsed settings applied. */
  private Record bindNamedSettings(
      ConfigNode.Mapping parsed,
      NamedSettings fallback,
      List<? extends NamedSettings> choices,
      String path) {
    Record bound = bindGroup(parsed, selectChoice(parsed, fallback, choices, path), path);
    ConfigNode node = parsed.children().get(NAME_KEY);
    String name = ((NamedSettings) bound).name();
    if (node instanceof ConfigNode.Scalar scalar && !scalar.text().equals(name)) {
      throw ConfigException.at(
          scalar.origin(),
          join(path, NAME_KEY),
          "is \"" + scalar.text() + "\", but the other settings of " + path + " make it " + name,
          "remove one or the other");
    }
    return bound;
  }

  /** The default settings that the key {@code name} selects. */
  private static Record selectChoice(
      ConfigNode.Mapping parsed,
      NamedSettings fallback,
      List<? extends NamedSettings> choices,
      String path) {
    ConfigNode node = parsed.children().get(NAME_KEY);
    if (node == null) {
      return (Record) fallback;
    }
    String name = node instanceof ConfigNode.Scalar scalar ? scalar.text() : "";
    if (name.equals(fallback.name())) {
      return (Record) fallback;
    }
    return choices.stream()
        .filter(settings -> settings.name().equals(name))
        .map(Record.class::cast)
        .findFirst()
        .orElseThrow(
            () ->
                ConfigException.at(
                    node.origin(),
                    join(path, NAME_KEY),
                    "is \"" + name + "\"",
                    "allowed: " + joinNames(choices)));
  }

  /** The allowed names, for messages and comments. */
  static String joinNames(List<? extends NamedSettings> choices) {
    return choices.stream().map(NamedSettings::name).collect(Collectors.joining(", "));
  }

  private Record bind(ConfigNode.Mapping parsed, Record defaults, String path) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object fallback = valueOf(defaults, components[i]);
      String key = components[i].getName();
      ConfigNode node = parsed.children().get(key);
      if (isInline(components[i])) {
        List<Record> parts =
            inlineRecords(fallback).stream().map(part -> bind(parsed, part, path)).toList();
        values[i] = fallback instanceof List ? parts : parts.get(0);
      } else if (fallback instanceof NamedSettings named
          && node instanceof ConfigNode.Mapping group) {
        String childPath = join(path, key);
        values[i] = bindNamedSettings(group, named, choices(defaults), childPath);
      } else {
        values[i] = node == null ? fallback : bindValue(node, fallback, types[i], join(path, key));
      }
    }
    return construct(defaults.getClass(), types, values, parsed, path);
  }

  private void rejectUnknownKeys(ConfigNode.Mapping parsed, Record group, String path) {
    List<String> allowed = keys(group);
    for (Map.Entry<String, ConfigNode> entry : parsed.children().entrySet()) {
      if (allowed.contains(entry.getKey())) {
        continue;
      }
      List<String> candidates =
          new ArrayList<>(allowed.stream().map(name -> join(path, name)).toList());
      candidates.addAll(allPaths);
      String suggestion =
          KeySuggestion.nearest(entry.getKey(), candidates)
              .filter(nearest -> !nearest.equals(join(path, entry.getKey()))) // Of another choice.
              .map(nearest -> "did you mean " + nearest + "? ")
              .orElse("");
      throw ConfigException.at(
          entry.getValue().origin(),
          join(path, entry.getKey()),
          "is not a setting",
          RENAMED_GROUPS.containsKey(join(path, entry.getKey()))
              ? String.valueOf(RENAMED_GROUPS.get(join(path, entry.getKey())))
              : suggestion
                  + (path.isEmpty()
                      ? "groups: "
                      : "settings of " + describeGroup(group, path) + ": ")
                  + String.join(", ", allowed));
    }
  }

  private static String describeGroup(Record group, String path) {
    return group instanceof NamedSettings named ? path + " " + named.name() : path;
  }

  private Object bindValue(ConfigNode node, Object fallback, Class<?> type, String path) {
    if (fallback instanceof Record group) {
      if (node instanceof ConfigNode.Mapping mapping) {
        return bindGroup(mapping, group, path);
      }
      if (node instanceof ConfigNode.NullValue) {
        return group;
      }
      throw ConfigException.at(
          node.origin(),
          path,
          "is a group of settings, not a single setting",
          "settings of " + path + ": " + String.join(", ", keys(group)));
    }
    String allowed = "allowed: " + SettingValue.describeAllowed(type);
    if (node instanceof ConfigNode.Scalar scalar) {
      return SettingValue.parse(type, scalar.text())
          .orElseThrow(
              () ->
                  ConfigException.at(
                      scalar.origin(), path, "is \"" + scalar.text() + "\"", allowed));
    }
    if (node instanceof ConfigNode.NullValue && type == String.class) {
      return "";
    }
    String problem =
        node instanceof ConfigNode.NullValue ? "has no value" : "has more than one value";
    throw ConfigException.at(node.origin(), path, problem, allowed);
  }

  private static Record construct(
      Class<? extends Record> recordClass,
      Class<?>[] types,
      Object[] values,
      ConfigNode.Mapping parsed,
      String path) {
    try {
      Constructor<? extends Record> constructor = recordClass.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSettingException invalid) {
        throw ConfigException.at(
            parsed.originOf(invalid.component()),
            join(path, invalid.component()),
            invalid.problem(),
            invalid.remedy());
      }
      throw new IllegalStateException(recordClass + " could not be constructed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          recordClass + " cannot be constructed from its components", e);
    }
  }

  /** The value of {@code component} in {@code holder}. */
  static Object valueOf(Record holder, RecordComponent component) {
    try {
      return component.getAccessor().invoke(holder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
