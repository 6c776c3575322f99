package minitaur.controller.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.verify.LoopBenchmark;
import minitaur.hal.loop.LoopTiming;

/** Prints how punctual the position loop is, with its bars. */
final class LoopFigures {
  private static final double WANTED_P99 = 0.2;
  private static final double WANTED_P999 = 1;
  private static final double WANTED_ANSWER_P99 = 0.3;
  private static final double MILLI = 1e-6;

  private final PrintStream out;
  private final boolean json;

  LoopFigures(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Measures for {@code seconds} and prints. */
  void print(double seconds) throws IOException {
    LoopBenchmark.Figures figures = new LoopBenchmark(seconds).run();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("machine_timer_cores_asleep_ms", milliseconds(figures.floor().timerAsleep()));
      fields.put("machine_timer_ms", milliseconds(figures.floor().timer()));
      fields.put("machine_line_ms", milliseconds(figures.floor().line()));
      fields.put("tick_lateness_ms", milliseconds(figures.lateness()));
      fields.put("state_to_command_ms", milliseconds(figures.sampleToCommand()));
      fields.put("round_trip_ms", milliseconds(figures.roundTrip()));
      fields.put("board_lateness_ms", milliseconds(figures.boardLateness()));
      fields.put("board_stood_still_s", figures.boardStoodStillSeconds());
      fields.put("missed_ticks", figures.missedTicks());
      fields.put("link_losses", figures.linkLosses());
      fields.put("bytes_per_tick", figures.bytesPerTick());
      fields.put("learner_updates_per_s", figures.updatesPerSecond());
      fields.put("real_time_priority", figures.realTime().priority());
      fields.put("cores_kept_awake", figures.cores().isGranted());
      out.println(new ObjectMapper().writeValueAsString(fields));
      return;
    }
    out.printf(Locale.ROOT, "%-28s %8s %8s %8s %8s  ms%n", "", "p50", "p99", "p99.9", "longest");
    row("timer alone, free to sleep", figures.floor().timerAsleep());
    row("timer alone, as kept awake", figures.floor().timer());
    row("line alone, as kept awake", figures.floor().line());
    row("tick's lateness", figures.lateness());
    out.printf("%-28s %8s %8.2f %8.2f%n", "  wanted at most", "", WANTED_P99, WANTED_P999);
    row("state's bytes to command's", figures.sampleToCommand());
    out.printf("%-28s %8s %8.2f%n", "  wanted at most", "", WANTED_ANSWER_P99);
    row("command to its echo", figures.roundTrip());
    row("emulated board's lateness", figures.boardLateness());
    out.printf(
        Locale.ROOT,
        """
        %d of %d ticks left out, link lost %d times; the emulated robot could not be computed for %.3f s
        allocated %.0f bytes a tick (all by jSSC's reads, above it wanted: 0); learner beside it %.0f updates/s
        %s
        %s
        """,
        figures.missedTicks(),
        figures.lateness().count(),
        figures.linkLosses(),
        figures.boardStoodStillSeconds(),
        figures.bytesPerTick(),
        figures.updatesPerSecond(),
        figures.realTime().explanation(),
        figures.cores().explanation());
  }

  private void row(String name, LoopTiming.Percentiles times) {
    out.printf(
        Locale.ROOT,
        "%-28s %8.3f %8.3f %8.3f %8.3f%n",
        name,
        times.p50Nanos() * MILLI,
        times.p99Nanos() * MILLI,
        times.p999Nanos() * MILLI,
        times.maximumNanos() * MILLI);
  }

  private static Map<String, Double> milliseconds(LoopTiming.Percentiles times) {
    Map<String, Double> fields = new LinkedHashMap<>();
    fields.put("p50", times.p50Nanos() * MILLI);
    fields.put("p99", times.p99Nanos() * MILLI);
    fields.put("p99.9", times.p999Nanos() * MILLI);
    fields.put("longest", times.maximumNanos() * MILLI);
    return fields;
  }
}
