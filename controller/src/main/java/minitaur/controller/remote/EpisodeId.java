package minitaur.controller.remote;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names an episode, among all that any collector ever finishes. Written as 32 hexadecimal digits.
 *
 * @param collector drawn at random each time a collector's process starts, so that nothing has to
 *     be remembered from one start to the next
 * @param number counts that process's episodes from 0
 */
public record EpisodeId(long collector, long number) {
  private static final Pattern TEXT = Pattern.compile("[0-9a-f]{32}");

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws EpisodeFormatException when the text is nothing of the kind
   */
  public static EpisodeId parse(String text) throws EpisodeFormatException {
    if (!TEXT.matcher(text).matches()) {
      throw new EpisodeFormatException(
          "\"" + text + "\" is no episode's id, which has 32 hexadecimal digits in lower case");
    }
    return new EpisodeId(
        HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(collector) + hex.toHexDigits(number);
  }
}
