package minitaur.sim.export;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writer of indented XML. Attribute values are numbers, lists of numbers, and names that need no
 * escaping.
 */
final class XmlWriter {
  private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n");
  private int depth;

  /**
   * Opens an element.
   *
   * @param attributes alternating names and values
   */
  XmlWriter open(String name, Object... attributes) {
    element(name, attributes).append(">\n");
    depth++;
    return this;
  }

  /** Adds an empty element; parameters as for {@link #open}. */
  XmlWriter empty(String name, Object... attributes) {
    element(name, attributes).append("/>\n");
    return this;
  }

  /** Closes the last opened element. */
  XmlWriter close(String name) {
    depth--;
    text.append("  ".repeat(depth)).append("</").append(name).append(">\n");
    return this;
  }

  private StringBuilder element(String name, Object... attributes) {
    text.append("  ".repeat(depth)).append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      String written =
          value instanceof List<?> list
              ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
              : value.toString();
      text.append(' ').append(attributes[i]).append("=\"").append(written).append('"');
    }
    return text;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
