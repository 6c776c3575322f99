package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.verify.ConsoleBenchmark;
import minitaur.controller.verify.StopBenchmark;

/** Prints what pages that watch cost the robot's control, and how fast their stop is. */
final class ConsoleFigures {
  /** What watching pages may add to the lateness of control. */
  private static final double WANTED_GROWTH_MILLIS = 0.5;

  private final PrintStream out;
  private final boolean json;

  ConsoleFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Measures lateness for {@code seconds} and {@code presses} of stop, and prints. */
  void print(ControllerConfig config, double seconds, int presses) throws IOException {
    ConsoleBenchmark benchmark = new ConsoleBenchmark(config, seconds);
    ConsoleBenchmark.Watching watching = benchmark.watching();
    StopBenchmark.Figures stop = benchmark.stop(presses);
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("pages", watching.pages());
      fields.put("stalled", watching.stalled());
      fields.put("alone_p99_ms", watching.aloneP99Millis());
      fields.put("watched_p99_ms", watching.watchedP99Millis());
      fields.put("growth_ms", watching.growthMillis());
      fields.put("sent_kb_per_s", watching.kilobytesPerSecond());
      fields.put("stop_presses", stop.presses());
      fields.put("stop_p50_ms", stop.medianMillis());
      fields.put("stop_p99_ms", stop.p99Millis());
      fields.put("stop_max_ms", stop.maximumMillis());
      out.println(new ObjectMapper().writeValueAsString(fields));
      return;
    }
    out.printf(
        Locale.ROOT,
        """
        50 Hz control, lateness p99 %6.3f ms alone, %.3f ms with %d pages watching, %d of them stalled (%.0f kB/s)
        growth %6.3f ms (wanted: below %.1f)
        stop by a request to the server, %d presses, learner training beside it
        p50 %6.1f ms   p99 %6.1f ms (wanted: at most %.0f)   slowest %.1f ms
        """,
        watching.aloneP99Millis(),
        watching.watchedP99Millis(),
        watching.pages(),
        watching.stalled(),
        watching.kilobytesPerSecond(),
        watching.growthMillis(),
        WANTED_GROWTH_MILLIS,
        stop.presses(),
        stop.medianMillis(),
        stop.p99Millis(),
        StopFigures.WANTED_MILLIS,
        stop.maximumMillis());
  }
}
