package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.verify.SimulatorBenchmark;

/** Prints how much faster than real time the simulated robot is. */
final class SimulatorFigures {
  private static final double WANTED_TIMES_REAL_TIME = 100;

  private final PrintStream out;
  private final boolean json;

  SimulatorFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Measures each profile for {@code seconds} and prints. */
  void print(double seconds) throws IOException {
    for (String profile : List.of("nominal", "realistic")) {
      SimulatorBenchmark.Figures figures = new SimulatorBenchmark(profile, seconds).run();
      if (json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("profile", figures.profile());
        fields.put("times_real_time", figures.timesRealTime());
        fields.put("us_per_step", figures.microsecondsPerStep());
        out.println(new ObjectMapper().writeValueAsString(fields));
      } else {
        out.printf(
            Locale.ROOT,
            "simulator, %-10s one thread  %6.0f times real time (wanted: %.0f), %.1f us a"
                + " millisecond%n",
            figures.profile(),
            figures.timesRealTime(),
            WANTED_TIMES_REAL_TIME,
            figures.microsecondsPerStep());
      }
    }
  }
}
