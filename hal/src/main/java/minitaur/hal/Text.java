package minitaur.hal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Texts for people and files, which are the same in every locale. */
public final class Text {
  private Text() {}

  /** Formats {@code values} as {@link String#format} does in the root locale. */
  public static String of(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /**
   * Formats a number for people: {@code -} if it is unknown (NaN or infinite), and no minus sign if
   * it rounds to zero.
   *
   * @param format of the number, such as {@code %.2f}
   */
  public static String number(String format, double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    String text = of(format, value);
    boolean isZero = text.chars().noneMatch(digit -> digit >= '1' && digit <= '9');
    return isZero ? of(format, 0.0) : text;
  }
}
