package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.verify.StopBenchmark;

/** Prints how long it takes from the operator's stop to the motors' command. */
final class StopFigures {
  /** Of all but one in a hundred presses. */
  static final double WANTED_MILLIS = 60;

  private final PrintStream out;
  private final boolean json;

  StopFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Measures {@code presses} of stop and prints. */
  void print(ControllerConfig config, int presses) throws IOException {
    StopBenchmark.Figures figures =
        new StopBenchmark(config, presses, StopBenchmark::atThePort).run();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(figures));
      return;
    }
    out.printf(
        Locale.ROOT,
        """
        stop to the motors' command, %d presses, learner training beside it (%d steps, %d updates behind)
        p50 %6.1f ms   p99 %6.1f ms (wanted: at most %.0f)   slowest %.1f ms
        """,
        figures.presses(),
        figures.steps(),
        figures.updatesOwed(),
        figures.medianMillis(),
        figures.p99Millis(),
        WANTED_MILLIS,
        figures.maximumMillis());
  }
}
