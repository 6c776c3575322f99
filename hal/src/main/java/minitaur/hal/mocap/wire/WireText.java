package minitaur.hal.mocap.wire;

import java.nio.charset.StandardCharsets;

/** Text in messages: UTF-8, terminated by a NUL or by the length of its field. */
final class WireText {
  private WireText() {}

  /**
   * Reads the text at {@code start}, up to the first NUL.
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

  /**
   * Quotes an external text for a message to the operator: shortened, without control characters.
   */
  static String quote(String text) {
    String printable = text.replaceAll("\\p{C}", " ").strip();
    return "'" + (printable.length() > 60 ? printable.substring(0, 60) + "..." : printable) + "'";
  }
}
