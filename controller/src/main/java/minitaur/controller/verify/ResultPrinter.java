package minitaur.controller.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.format.json.JsonText;
import minitaur.hal.Text;

/** Prints results as a table or as JSON lines, and tracks whether all thresholds are met. */
public final class ResultPrinter {
  private static final int SIGNIFICANT_DIGITS = 4;

  private final PrintStream out;
  private final boolean json;
  private boolean allMet = true;

  public ResultPrinter(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints the results. */
  public void print(List<Result> results) throws JsonProcessingException {
    for (Result result : results) {
      allMet &= result.isMet();
      out.println(json ? JsonText.of(fields(result)) : line(result));
    }
    out.flush();
  }

  /** Whether every threshold so far was met. */
  public boolean allMet() {
    return allMet;
  }

  private static Map<String, Object> fields(Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", result.name());
    fields.put("value", result.value());
    fields.put("unit", result.unit());
    fields.put("bound", result.bound().name().toLowerCase(Locale.ROOT));
    fields.put("threshold", result.threshold());
    fields.put("met", result.isMet());
    return fields;
  }

  private static String line(Result result) {
    String value = "%-52s %12s %-9s".formatted(result.name(), text(result.value()), result.unit());
    String limit =
        switch (result.bound()) {
          case MIN -> " at least " + limit(result.threshold());
          case MAX -> " at most " + limit(result.threshold());
          case NONE -> "";
        };
    return (value + limit + (result.isMet() ? "" : "   MISSED")).stripTrailing();
  }

  private static String limit(double threshold) {
    String text = text(threshold);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  /**
   * Formats whole numbers without decimals, and others with four significant digits and no
   * exponent.
   */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      return "unknown";
    }
    if (value == Math.rint(value)) {
      return Text.of("%.0f", value);
    }
    int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
    int decimals = Math.max(0, Math.min(9, SIGNIFICANT_DIGITS - 1 - exponent));
    return Text.of("%." + decimals + "f", value);
  }
}
