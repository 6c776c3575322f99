package minitaur.controller.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.bench.CalibrationBenchmark;
import minitaur.controller.bench.CameraBenchmark;
import minitaur.controller.bench.LearnerBenchmark;
import minitaur.controller.bench.SimulatorBenchmark;
import minitaur.controller.cli.BenchRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.nn.MatrixBackend;

/** Measures the program's speed and prints the figure with the limit beside it. */
public final class BenchJob implements Job<BenchRequest> {
  private static final double WANTED_SHARE_OF_LIMIT = 0.75;
  private static final int CALIBRATED_ROBOTS = 20;
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
  public ExitCode run(BenchRequest request) throws Exception {
    switch (request.subject()) {
      case LEARNER -> learner(request);
      case SIM -> simulator(request);
      case CALIBRATION -> {
        return print(request, new CalibrationBenchmark(CALIBRATED_ROBOTS).run(robot -> {}));
      }
      case CAMERA -> {
        return print(request, new CameraBenchmark().run());
      }
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

  private ExitCode print(BenchRequest request, List<CalibrationBenchmark.Figure> figures)
      throws IOException {
    boolean met = true;
    for (CalibrationBenchmark.Figure figure : figures) {
      met &= figure.isMet();
      if (request.json()) {
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
