package minitaur.controller.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of a parsed configuration, with its origin. */
sealed interface ConfigNode {
  /** Source of the node, such as a file and a line number. */
  String origin();

  /** Keys and values, in the order written. */
  record Mapping(String origin, Map<String, ConfigNode> children) implements ConfigNode {
    Mapping(String origin) {
      this(origin, new LinkedHashMap<>());
    }

    /**
     * Origin of the setting {@code path}, or of the nearest enclosing group.
     *
     * @param path keys joined by dots
     */
    String originOf(String path) {
      ConfigNode node = this;
      for (String key : path.split("\\.", -1)) {
        ConfigNode child = node instanceof Mapping group ? group.children.get(key) : null;
        if (child == null) {
          break;
        }
        node = child;
      }
      return node.origin();
    }

    /**
     * The node of the setting {@code path}; null if there is none.
     *
     * @param path keys joined by dots
     */
    @Nullable ConfigNode find(String path) {
      ConfigNode node = this;
      for (String key : path.split("\\.", -1)) {
        node = node instanceof Mapping group ? group.children.get(key) : null;
      }
      return node;
    }

    /**
     * Sets the value of the setting {@code path[0].path[1]...}, and creates missing groups.
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

  /** A key without a value. */
  record NullValue(String origin) implements ConfigNode {}

  /** A list; lists are not valid settings. */
  record Sequence(String origin) implements ConfigNode {}
}
