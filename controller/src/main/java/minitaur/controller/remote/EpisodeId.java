package minitaur.controller.remote;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Globally unique id of an episode. Written as 32 hexadecimal digits.
 *
 * @param collector random number drawn at each start of a collector process, so that no state has
 *     to be kept between starts
 * @param number index of the episode within that process, from 0
 */
public record EpisodeId(long collector, long number) {
  private static final Pattern TEXT = Pattern.compile("[0-9a-f]{32}");

  /**
   * Parses the output of {@link #toString}.
   *
   * @throws EpisodeFormatException when the text is not an episode id
   */
  public static EpisodeId parse(String text) throws EpisodeFormatException {
    if (!TEXT.matcher(text).matches()) {
      throw new EpisodeFormatException(
          "\"" + text + "\" is not an episode id (32 lowercase hexadecimal digits)");
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
