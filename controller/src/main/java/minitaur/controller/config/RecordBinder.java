package minitaur.controller.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds a record from what was written, taking what was not written from another record. */
final class RecordBinder {
  /** Key of a section of {@link NamedSettings} that chooses their type. */
  static final String NAME = "name";

  /** Groups that earlier versions wrote, and where their settings are now. */
  private static final Map<String, String> REPLACED =
      Map.of(
          "sac",
          "an earlier version wrote it. Its settings are now in learner (with name: paper),"
              + " batch as batchSize, targetEntropy as targetEntropyPerAction; threads and"
              + " matrixBackend are in compute");

  private final List<String> allPaths;

  private RecordBinder(List<String> allPaths) {
    this.allPaths = allPaths;
  }

  /**
   * The record {@code defaults} with every value that {@code written} holds.
   *
   * @param written not modified
   * @throws ConfigException when a key is unknown, or a value of the wrong type or impossible
   */
  static <R extends Record> R bind(ConfigNode.Mapping written, R defaults) {
    List<String> allPaths = new ArrayList<>();
    collectPaths(defaults.getClass(), "", allPaths);
    Record bound = new RecordBinder(allPaths).bind(written, defaults, "");
    @SuppressWarnings("unchecked") // The record's class is that of the defaults.
    R result = (R) bound;
    return result;
  }

  private static void collectPaths(Class<?> type, String path, List<String> paths) {
    for (RecordComponent component : type.getRecordComponents()) {
      String childPath = join(path, component.getName());
      paths.add(childPath);
      if (component.getType() == NamedSettings.class) {
        paths.add(join(childPath, NAME));
        for (NamedSettings settings : Learners.all()) {
          collectPaths(settings.getClass(), childPath, paths);
        }
      }
      if (component.getType().isRecord()) {
        collectPaths(component.getType(), childPath, paths);
      }
    }
  }

  private Record bind(ConfigNode.Mapping written, Record defaults, String path) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    refuseUnknownKeys(written, defaults, path);
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object fallback = valueOf(defaults, components[i]);
      ConfigNode node = written.children().get(components[i].getName());
      values[i] =
          node == null
              ? fallback
              : value(node, fallback, types[i], join(path, name(components, i)));
    }
    return construct(defaults.getClass(), types, values, written, path);
  }

  private static String name(RecordComponent[] components, int index) {
    return components[index].getName();
  }

  private void refuseUnknownKeys(ConfigNode.Mapping written, Record defaults, String path) {
    List<String> allowed = keys(defaults);
    for (Map.Entry<String, ConfigNode> entry : written.children().entrySet()) {
      if (allowed.contains(entry.getKey())) {
        continue;
      }
      List<String> candidates =
          new ArrayList<>(allowed.stream().map(name -> join(path, name)).toList());
      candidates.addAll(allPaths);
      String suggestion =
          KeySuggestion.nearest(entry.getKey(), candidates)
              .map(nearest -> "did you mean " + nearest + "? ")
              .orElse("");
      throw ConfigException.at(
          entry.getValue().origin(),
          join(path, entry.getKey()),
          "is not a setting",
          REPLACED.containsKey(join(path, entry.getKey()))
              ? REPLACED.get(join(path, entry.getKey()))
              : suggestion
                  + (path.isEmpty() ? "groups: " : "settings of " + named(path, defaults) + ": ")
                  + String.join(", ", allowed));
    }
  }

  /** The keys that may be written for a group, in their order. */
  private static List<String> keys(Record group) {
    List<String> keys = new ArrayList<>();
    if (group instanceof NamedSettings) {
      keys.add(NAME);
    }
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      keys.add(component.getName());
    }
    return keys;
  }

  private static String named(String path, Record group) {
    return group instanceof NamedSettings settings ? path + " " + settings.name() : path;
  }

  /**
   * The settings that {@code name} chooses; those of another name than the fallback's at default.
   */
  private static Record chosen(ConfigNode.Mapping written, NamedSettings fallback, String path) {
    ConfigNode name = written.children().get(NAME);
    if (name == null
        || (name instanceof ConfigNode.Scalar same && same.text().equals(fallback.name()))) {
      return (Record) fallback;
    }
    String text = name instanceof ConfigNode.Scalar scalar ? scalar.text() : "";
    return (Record)
        Learners.named(text)
            .orElseThrow(
                () ->
                    ConfigException.at(
                        name.origin(),
                        join(path, NAME),
                        "is \"" + text + "\"",
                        "allowed: " + Learners.names()));
  }

  private Object value(ConfigNode node, Object fallback, Class<?> type, String path) {
    if (fallback instanceof Record group) {
      if (node instanceof ConfigNode.Mapping mapping) {
        return bind(
            mapping,
            group instanceof NamedSettings named ? chosen(mapping, named, path) : group,
            path);
      }
      if (node instanceof ConfigNode.Nothing) {
        return group;
      }
      throw ConfigException.at(
          node.origin(),
          path,
          "is a group of settings, not a single one",
          "settings of " + path + ": " + String.join(", ", keys(group)));
    }
    String allowed = "allowed: " + SettingValue.allowed(type);
    if (node instanceof ConfigNode.Scalar scalar) {
      return SettingValue.parse(type, scalar.text())
          .orElseThrow(
              () ->
                  ConfigException.at(
                      scalar.origin(), path, "is \"" + scalar.text() + "\"", allowed));
    }
    if (node instanceof ConfigNode.Nothing && type == String.class) {
      return "";
    }
    String problem =
        node instanceof ConfigNode.Nothing ? "has no value" : "holds more than a single value";
    throw ConfigException.at(node.origin(), path, problem, allowed);
  }

  private static Record construct(
      Class<? extends Record> recordClass,
      Class<?>[] types,
      Object[] values,
      ConfigNode.Mapping written,
      String path) {
    try {
      Constructor<? extends Record> constructor = recordClass.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfigException impossible) {
        ConfigNode node = written.children().get(impossible.path());
        String origin = node == null ? written.origin() : node.origin();
        throw impossible.within(origin, path);
      }
      throw new IllegalStateException(recordClass + " failed beyond validation", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(recordClass + " cannot be built from its components", e);
    }
  }

  /** What {@code component} of {@code holder} holds. */
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
