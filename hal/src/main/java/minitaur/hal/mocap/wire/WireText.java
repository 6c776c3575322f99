package minitaur.hal.mocap.wire;

import java.nio.charset.StandardCharsets;

/** Text in messages: UTF-8, ended by a NUL or by its field's length. */
final class WireText {
  private WireText() {}

  /**
   * The text at {@code start}, without what follows a NUL.
   *
   * @param bytes Not modified.
   * @param length of the field; all of it lies within {@code bytes}
   */
  static String read(byte[] bytes, int start, int length) {
    int end = start;
    while (end < start + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** A text from elsewhere, fit for a message to people: short and without control characters. */
  static String quote(String text) {
    String visible = text.replaceAll("\\p{C}", " ").strip();
    return "'" + (visible.length() > 60 ? visible.substring(0, 60) + "..." : visible) + "'";
  }
}
