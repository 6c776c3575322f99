package minitaur.sim.export;

/**
 * Writer of indented XML. The start of an element is a {@link String#format} string with single
 * quotes around attribute values, such as {@code "mass value='%s'"}; no value needs escaping.
 */
final class XmlWriter {
  private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n");
  private int depth;

  XmlWriter open(String element, Object... values) {
    line(("<" + element + ">").replace('\'', '"').formatted(values));
    depth++;
    return this;
  }

  /** Adds an empty element. */
  XmlWriter empty(String element, Object... values) {
    return line(("<" + element + "/>").replace('\'', '"').formatted(values));
  }

  /** Closes the last opened element. */
  XmlWriter close(String name) {
    depth--;
    return line("</" + name + ">");
  }

  private XmlWriter line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
