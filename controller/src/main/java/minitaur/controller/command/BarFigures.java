package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.verify.CalibrationBenchmark;

/** Prints figures, each with its bar beside it. */
final class BarFigures {
  private final PrintStream out;
  private final boolean json;

  BarFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints; fails when a bar is not met. */
  ExitCode print(List<CalibrationBenchmark.Figure> figures) throws IOException {
    boolean met = true;
    for (CalibrationBenchmark.Figure figure : figures) {
      met &= figure.isMet();
      if (json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("figure", figure.name());
        fields.put("measured", figure.measured());
        fields.put("bar", figure.bar());
        fields.put("unit", figure.unit());
        fields.put("met", figure.isMet());
        out.println(new ObjectMapper().writeValueAsString(fields));
      } else {
        out.printf(
            Locale.ROOT,
            "%-58s %9.4g  wanted: %s %g %s%s%n",
            figure.name(),
            figure.measured(),
            figure.atLeast() ? "at least" : "at most",
            figure.bar(),
            figure.unit(),
            figure.isMet() ? "" : "   NOT MET");
      }
    }
    return met ? ExitCode.OK : ExitCode.FAILED;
  }
}
