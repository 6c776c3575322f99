package minitaur.controller.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.bench.LearnerBenchmark;
import minitaur.controller.bench.PipelineBenchmark;
import minitaur.controller.bench.SimulatorBenchmark;
import minitaur.controller.cli.BenchRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.nn.MatrixBackend;

/** Measures the program's speed and prints the figure with the limit beside it. */
public final class BenchJob implements Job<BenchRequest> {
  private static final double WANTED_SHARE_OF_LIMIT = 0.75;
  private static final double WANTED_SPEED_UP = 1.5;
  private static final double WANTED_TIMES_REAL_TIME = 100;

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
      case PIPELINE -> pipeline(request);
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

  private void pipeline(BenchRequest request) throws IOException {
    PipelineBenchmark.Figures figures = new PipelineBenchmark(request.seconds()).run();
    if (request.json()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("episode_bytes", figures.episodeBytes());
      fields.put("write_us", figures.writeMicros());
      fields.put("parse_us", figures.parseMicros());
      fields.put("store_us", figures.storeMicros());
      fields.put("append_us", figures.appendMicros());
      fields.put("sample_us", figures.sampleMicros());
      fields.put("updates_per_s", figures.updatesPerSecond());
      fields.put("intake_share_of_20_robots", figures.intakeShare());
      fields.put("updates_per_step_of_20_robots", figures.updatesPerStep());
      fields.put("control_p99_alone_ms", figures.aloneP99Millis());
      fields.put("control_p99_beside_ms", figures.besideP99Millis());
      fields.put("episodes", figures.episodes());
      fields.put("episodes_with_an_outdated_policy", figures.outdated());
      out.println(new ObjectMapper().writeValueAsString(fields));
      return;
    }
    out.printf(
        Locale.ROOT,
        """
        episode of 500 steps                 %8d bytes (wanted: at most 120000)
        write, parse, store, append          %8.0f us, %.0f us, %.0f us, %.0f us an episode
        sample a batch of 256, update        %8.0f us, %.0f us
        20 robots at 50 Hz: taking in        %8.3f of the time (wanted: at most 0.1)
        20 robots at 50 Hz: learning         %8.2f updates a step are left on this computer
        control at 50 Hz, p99 lateness       %8.3f ms alone, %.3f ms beside uploads: %+.3f ms (wanted: at most +0.5)
        episodes with an outdated policy     %8d of %d (wanted: 0)
        """,
        figures.episodeBytes(),
        figures.writeMicros(),
        figures.parseMicros(),
        figures.storeMicros(),
        figures.appendMicros(),
        figures.sampleMicros(),
        1e6 / figures.updatesPerSecond(),
        figures.intakeShare(),
        figures.updatesPerStep(),
        figures.aloneP99Millis(),
        figures.besideP99Millis(),
        figures.addedMillis(),
        figures.outdated(),
        figures.episodes());
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
