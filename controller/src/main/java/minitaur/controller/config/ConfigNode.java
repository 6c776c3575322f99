package minitaur.controller.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** A configuration as it was written, each part with the place where it stands. */
sealed interface ConfigNode {
  /** Where the part was written, such as a file and its line. */
  String origin();

  /** Keys and what they hold, in the order written. */
  record Mapping(String origin, Map<String, ConfigNode> children) implements ConfigNode {
    Mapping(String origin) {
      this(origin, new LinkedHashMap<>());
    }

    /**
     * Sets what the keys {@code path[0] . path[1] ...} hold, whatever they held before.
     *
     * @param path at least one key. Not modified.
     */
    void put(String[] path, Scalar value) {
      Mapping parent = this;
      for (int i = 0; i < path.length - 1; i++) {
        ConfigNode child = parent.children.get(path[i]);
        if (!(child instanceof Mapping)) {
          child = new Mapping(value.origin());
          parent.children.put(path[i], child);
        }
        parent = (Mapping) child;
      }
      parent.children.put(path[path.length - 1], value);
    }
  }

  /** A single value, as text. */
  record Scalar(String origin, String text) implements ConfigNode {}

  /** A key with nothing behind it. */
  record Nothing(String origin) implements ConfigNode {}

  /** A list, which no setting is. */
  record Sequence(String origin) implements ConfigNode {}
}
