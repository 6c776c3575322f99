package minitaur.controller.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.bench.LearnerBenchmark;
import minitaur.controller.bench.LoopBenchmark;
import minitaur.controller.bench.SimulatorBenchmark;
import minitaur.controller.cli.BenchRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.nn.MatrixBackend;
import minitaur.hal.loop.LoopTiming;

/** Measures the program's speed and prints the figure with the limit beside it. */
public final class BenchJob implements Job<BenchRequest> {
  private static final double WANTED_SHARE_OF_LIMIT = 0.75;
  private static final double WANTED_SPEED_UP = 1.5;
  private static final double WANTED_TIMES_REAL_TIME = 100;
  private static final double WANTED_P99 = 0.2;
  private static final double WANTED_P999 = 1;
  private static final double WANTED_ANSWER_P99 = 0.3;
  private static final double MILLI = 1e-6;

  private final PrintStream out;

  /**
   * @param out where the figures go
   */
  public BenchJob(PrintStream out) {
    this.out = out;
  }

  @Override
  public ExitCode run(BenchRequest request) throws IOException {
    switch (request.subject()) {
      case LEARNER -> learner(request);
      case SIM -> simulator(request);
      case LOOP -> loop(request);
    }
    return ExitCode.OK;
  }

  private void learner(BenchRequest request) throws IOException {
    LearnerBenchmark.Figures figures =
        new LearnerBenchmark(MatrixBackend.fastest(), request.seconds()).run();
    if (request.json()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("backend", figures.backend());
      fields.put("product_gflops", figures.productGigaflops());
      fields.put("product_two_threads_gflops", figures.twoThreadsProductGigaflops());
      fields.put("limit_updates_per_s", figures.limitUpdatesPerSecond());
      fields.put("one_thread_updates_per_s", figures.oneThreadUpdatesPerSecond());
      fields.put("share_of_limit", figures.shareOfLimit());
      fields.put("two_threads_updates_per_s", figures.twoThreadsUpdatesPerSecond());
      fields.put("speed_up", figures.speedUp());
      fields.put("product_speed_up", figures.productSpeedUp());
      out.println(new ObjectMapper().writeValueAsString(fields));
      return;
    }
    out.printf(
        Locale.ROOT,
        """
        float product 256x256x256, %s   %7.1f GFLOP/s one thread, %.1f on two (%.2f times)
        limit = that / %.3f GFLOP an update  %7.1f updates/s
        learner, one thread                  %7.1f updates/s  %.2f of the limit (wanted: %.2f)
        learner, two threads                 %7.1f updates/s  %.2f times one (wanted: %.2f)
        """,
        figures.backend(),
        figures.productGigaflops(),
        figures.twoThreadsProductGigaflops(),
        figures.productSpeedUp(),
        LearnerBenchmark.OPERATIONS_PER_UPDATE / 1e9,
        figures.limitUpdatesPerSecond(),
        figures.oneThreadUpdatesPerSecond(),
        figures.shareOfLimit(),
        WANTED_SHARE_OF_LIMIT,
        figures.twoThreadsUpdatesPerSecond(),
        figures.speedUp(),
        WANTED_SPEED_UP);
  }

  private void simulator(BenchRequest request) throws IOException {
    for (String profile : List.of("nominal", "realistic")) {
      SimulatorBenchmark.Figures figures = new SimulatorBenchmark(profile, request.seconds()).run();
      if (request.json()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("profile", figures.profile());
        fields.put("times_real_time", figures.timesRealTime());
        fields.put("us_per_step", figures.microsecondsPerStep());
        out.println(new ObjectMapper().writeValueAsString(fields));
      } else {
        out.printf(
            Locale.ROOT,
            "simulator, %-10s one thread  %6.0f times real time (wanted: %.0f), %.1f us a millisecond%n",
            figures.profile(),
            figures.timesRealTime(),
            WANTED_TIMES_REAL_TIME,
            figures.microsecondsPerStep());
      }
    }
  }

  private void loop(BenchRequest request) throws IOException {
    LoopBenchmark.Figures figures = new LoopBenchmark(request.seconds()).run();
    if (request.json()) {
      Map<String, Object> fields = new LinkedHashMap<>();
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
      out.println(new ObjectMapper().writeValueAsString(fields));
      return;
    }
    out.printf(Locale.ROOT, "%-28s %8s %8s %8s %8s  ms%n", "", "p50", "p99", "p99.9", "longest");
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
        """,
        figures.missedTicks(),
        figures.lateness().count(),
        figures.linkLosses(),
        figures.boardStoodStillSeconds(),
        figures.bytesPerTick(),
        figures.updatesPerSecond(),
        figures.realTime().explanation());
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
