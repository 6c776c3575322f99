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
}
