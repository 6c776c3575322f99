package minitaur.controller.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.config.ConsoleConfig;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.web.ConsoleServer;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.episode.Tick;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorPort;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.loop.Threads;
import minitaur.hal.mocap.Track;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import org.jspecify.annotations.Nullable;

/**
 * What the operator's page costs the robot, and how fast its stop is: how late 50 Hz control of the
 * simulated robot is with and without pages that watch, and how long a stop takes that comes as a
 * real request to the real server.
 */
public final class ConsoleBenchmark {
  private static final long STEP_NANOS = 20_000_000;
  private static final int ROUNDS = 4;
  private static final int PAGES = 20;
  private static final int STALLED = 1;

  private final ControllerConfig config;
  private final double seconds;

  /**
   * @param config asynchronous in real time, with resets that are asked for
   * @param seconds how long lateness is measured, with pages and without
   */
  public ConsoleBenchmark(ControllerConfig config, double seconds) {
    this.config = config;
    this.seconds = seconds;
  }

  /**
   * How late control was.
   *
   * @param pages how many watched
   * @param stalled how many of them read nothing
   * @param aloneP99Millis while nobody watched
   * @param watchedP99Millis while they watched
   * @param kilobytesPerSecond what the pages were sent, together
   */
  public record Watching(
      int pages,
      int stalled,
      double aloneP99Millis,
      double watchedP99Millis,
      double kilobytesPerSecond) {
    /** What watching costs, ms. */
    public double growthMillis() {
      return watchedP99Millis - aloneP99Millis;
    }
  }

  /** Measures lateness; rounds with and without pages take turns. */
  public Watching watching() throws IOException {
    ControlTelemetry control = new ControlTelemetry();
    LoopTiming alone = new LoopTiming();
    LoopTiming watched = new LoopTiming();
    long bytes = 0;
    try (ConsoleServer server = serve(new OperatorChannel(InstantSource.system()), control)) {
      ControlLoop loop = new ControlLoop(control);
      loop.run(new LoopTiming(), seconds / ROUNDS);
      for (int round = 0; round < ROUNDS; round++) {
        loop.run(alone, seconds / ROUNDS);
        try (RawPages pages = new RawPages(server.port(), PAGES, STALLED)) {
          loop.run(new LoopTiming(), 1);
          long before = pages.bytesRead();
          loop.run(watched, seconds / ROUNDS);
          bytes += pages.bytesRead() - before;
        }
      }
    }
    return new Watching(
        PAGES,
        STALLED,
        alone.percentiles().p99Nanos() * 1e-6,
        watched.percentiles().p99Nanos() * 1e-6,
        bytes * 1e-3 / seconds);
  }

  private ConsoleServer serve(OperatorPort port, ControlTelemetry control) throws IOException {
    return ConsoleServer.start(
        new ConsoleConfig(true, "127.0.0.1", 0, ""),
        new RobotDescription(
            "bench",
            "simulated robot",
            RobotGeometry.nominal(),
            config.task().extensionMid(),
            config.safety().tiltLimitRad(),
            config.task().episodeSteps()),
        port,
        control,
        new LearningTelemetry());
  }

  /** Steps the simulated robot at 50 Hz of the wall clock, as a training's control thread does. */
  private static final class ControlLoop {
    private final SystemClock clock = new SystemClock();
    private final SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 0);
    private final RobotState state = new RobotState();
    private final MotorCommand command = new MotorCommand();
    private final Track track = new Track();
    private final Tick tick = new Tick();
    private final ControlTelemetry control;

    ControlLoop(ControlTelemetry control) {
      this.control = control;
      command.mode = MotorCommand.Mode.POSITION;
      command.kp = 1;
      command.kd = 0.015;
      Arrays.fill(command.targetAngleRad, 2);
    }

    /** On a thread with the priority that control asks for at a robot. */
    void run(LoopTiming lateness, double seconds) {
      Thread thread =
          new Thread(
              () -> {
                RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.CONTROL);
                step(lateness, seconds);
              },
              "control");
      thread.start();
      Threads.join(thread);
    }

    private void step(LoopTiming lateness, double seconds) {
      long due = clock.nanos() + STEP_NANOS;
      long end = due + Math.round(seconds * 1e9);
      while (due < end) {
        clock.waitUntil(due);
        lateness.record(clock.nanos() - due);
        robot.read(state);
        robot.write(command);
        tick.step++;
        control.tick(tick, state, command, track);
        robot.advanceTo(robot.timeNanos() + STEP_NANOS);
        due += STEP_NANOS;
      }
    }
  }

  /** Measures presses of stop that come as requests, with the learner training beside it. */
  public StopBenchmark.Figures stop(int presses) throws IOException {
    AtomicReference<@Nullable ConsoleServer> served = new AtomicReference<>();
    try {
      return new StopBenchmark(
              config,
              presses,
              port -> {
                try {
                  ConsoleServer server = serve(port, new ControlTelemetry());
                  served.set(server);
                  return new HttpButton(server)::press;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .run();
    } finally {
      ConsoleServer server = served.get();
      if (server != null) {
        server.close();
      }
    }
  }

  /** The page's stop button without its page. */
  private static final class HttpButton {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest.Builder request;
    private int presses;

    HttpButton(ConsoleServer server) {
      String origin = "http://127.0.0.1:" + server.port();
      request =
          HttpRequest.newBuilder(URI.create(origin + "/api/command"))
              .header("Origin", origin)
              .header("Authorization", "Bearer " + server.token())
              .header("Content-Type", "application/json");
    }

    void press() {
      String body = "{\"id\":\"press-%06d\",\"command\":\"stop\"}".formatted(presses++);
      try {
        HttpResponse<String> response =
            client.send(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
          throw new IllegalStateException("the stop was refused: " + response.body());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted in a press", e);
      }
    }
  }
}
