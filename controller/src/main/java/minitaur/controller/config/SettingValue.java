package minitaur.controller.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses and prints the values of settings: integers, numbers, booleans, enum constants and
 * strings.
 */
final class SettingValue {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");
  private static final int MAX_NUMBER_LENGTH = 40;

  private SettingValue() {}

  /** Parses a value of {@code type}; empty when the text is not valid. */
  static Optional<Object> parse(Class<?> type, String text) {
    if (type == boolean.class) {
      return switch (text) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
    if (type.isEnum()) {
      String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(name))
          .findFirst()
          .map(Object.class::cast);
    }
    if (type == String.class) {
      return Optional.of(text);
    }
    if (text.length() > MAX_NUMBER_LENGTH || !NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    if (type == double.class) {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (type == int.class) {
        return Optional.of(number.intValueExact());
      }
      if (type == long.class) {
        return Optional.of(number.longValueExact());
      }
    } catch (ArithmeticException notIntegerOrOutOfRange) {
      return Optional.empty();
    }
    throw new IllegalArgumentException("a setting of " + type + " cannot be written");
  }

  /** Describes the allowed values of {@code type}. */
  static String describeAllowed(Class<?> type) {
    if (type == boolean.class) {
      return "true or false";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(SettingValue::format)
          .collect(Collectors.joining(", "));
    }
    if (type == String.class) {
      return "a string, \"\" for none";
    }
    if (type == int.class) {
      return "an integer up to " + Integer.MAX_VALUE;
    }
    if (type == long.class) {
      return "an integer";
    }
    return "a number";
  }

  /** Prints {@code value} so that {@link #parse} reads it back. */
  static String format(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof Double number) {
      return format(number.doubleValue());
    }
    if (value instanceof String text) {
      // A JSON string is a double-quoted YAML scalar.
      return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
    return value.toString();
  }

  private static String format(double value) {
    String shortest = Double.toString(value);
    // Prefer 0.0003 to 3.0E-4; the shortest digits are kept, so the value is read back exactly.
    if (value == 0 || Math.abs(value) < 1e-6 || Math.abs(value) >= 1e12) {
      return shortest;
    }
    String plain = new BigDecimal(shortest).stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }
}
