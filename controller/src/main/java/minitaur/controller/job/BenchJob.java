package minitaur.controller.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.bench.CalibrationBenchmark;
import minitaur.controller.bench.CameraBenchmark;
import minitaur.controller.bench.ConsoleBenchmark;
import minitaur.controller.bench.FaultDrill;
import minitaur.controller.bench.LearnerBenchmark;
import minitaur.controller.bench.PipelineBenchmark;
import minitaur.controller.bench.SimulatorBenchmark;
import minitaur.controller.bench.StopBenchmark;
import minitaur.controller.cli.BenchRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.nn.MatrixBackend;

/** Measures the program's speed and prints the figure with the limit beside it. */
public final class BenchJob implements Job<BenchRequest> {
  private static final double WANTED_SHARE_OF_LIMIT = 0.75;
  private static final double WANTED_SPEED_UP = 1.5;
  private static final double WANTED_TIMES_REAL_TIME = 100;
  private static final double WANTED_STOP_MILLIS = 60;

  /** What watching pages may add to the lateness of control. */
  private static final double WANTED_GROWTH_MILLIS = 0.5;

  private static final int CALIBRATED_ROBOTS = 20;

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
      case LOOP -> new LoopFigures(out, request.json()).print(request.seconds());
      case MOCAP -> new MocapFigures(out, request.json()).print(request.seconds());
      case CALIBRATION -> {
        return new BarFigures(out, request.json())
            .print(new CalibrationBenchmark(CALIBRATED_ROBOTS).run(robot -> {}));
      }
      case CAMERA -> {
        return new BarFigures(out, request.json()).print(new CameraBenchmark().run());
      }
      case STOP -> stop(request);
      case CONSOLE -> console(request);
      case DRILL -> {
        return drill(request);
      }
      case PIPELINE -> pipeline(request);
    }
    return ExitCode.OK;
  }

  private void stop(BenchRequest request) throws IOException {
    Path directory = Files.createTempDirectory("minitaur-bench-stop");
    try {
      StopBenchmark.Figures figures =
          new StopBenchmark(request.config(), directory, request.count(), StopBenchmark::atThePort)
              .run();
      if (request.json()) {
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
          WANTED_STOP_MILLIS,
          figures.maximumMillis());
    } finally {
      FaultDrill.remove(directory);
    }
  }

  private void console(BenchRequest request) throws IOException {
    ConsoleBenchmark benchmark = new ConsoleBenchmark(request.config(), request.seconds());
    ConsoleBenchmark.Watching watching = benchmark.watching();
    Path directory = Files.createTempDirectory("minitaur-bench-console");
    try {
      StopBenchmark.Figures stop = benchmark.stop(directory, request.count());
      if (request.json()) {
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
          WANTED_STOP_MILLIS,
          stop.maximumMillis());
    } finally {
      FaultDrill.remove(directory);
    }
  }

  private ExitCode drill(BenchRequest request) throws IOException {
    Path directory = Files.createTempDirectory("minitaur-bench-drill");
    int right = 0;
    try {
      FaultDrill drill = new FaultDrill(directory);
      for (int number = 0; number < request.count(); number++) {
        FaultDrill.Result result = drill.run(number);
        right += result.isRight() ? 1 : 0;
        if (request.json()) {
          out.println(new ObjectMapper().writeValueAsString(result));
        } else if (!result.isRight()) {
          out.println("run " + number + " is wrong: " + result);
        }
      }
    } finally {
      FaultDrill.remove(directory);
    }
    if (!request.json()) {
      out.printf(
          Locale.ROOT,
          "fault drill: %d of %d runs ended safe, named right and resumable (wanted: all)%n",
          right,
          request.count());
    }
    return right == request.count() ? ExitCode.OK : ExitCode.FAILED;
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
      fields.put("intake_steps_per_s", figures.intakeStepsPerSecond());
      fields.put("updates_per_step_of_20_robots", figures.updatesPerStep());
      fields.put("robots_at_one_update_per_step", figures.robotsAtOneUpdate());
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
        20 robots bring 1000 steps a second; taking in %8.0f a second (wanted: at least 10000)
        20 robots at 50 Hz: taking in        %8.3f of the time (wanted: at most 0.1)
        20 robots at 50 Hz: learning         %8.2f updates a step (sac.updatesPerStep) are kept up with
        robots at 1 update a step            %8.1f are kept up with (wanted: 20)
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
        figures.intakeStepsPerSecond(),
        figures.intakeShare(),
        figures.updatesPerStep(),
        figures.robotsAtOneUpdate(),
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
