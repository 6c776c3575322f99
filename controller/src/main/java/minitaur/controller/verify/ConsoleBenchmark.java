package minitaur.controller.verify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.web.ConsoleServer;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.console.web.RunDescription;
import minitaur.controller.episode.Tick;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.Agent;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.mocap.Track;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;

/**
 * Measures the effect of the operator's page on the robot: jitter of 50 Hz control with and without
 * page clients, and latency of a stop that is sent to the web server.
 *
 * @param config asynchronous in real time, with operator-confirmed resets
 * @param seconds total duration of the jitter measurement with clients, and of that without
 */
record ConsoleBenchmark(ControllerConfig config, double seconds) {
  private static final long STEP_NANOS = 20_000_000;
  private static final int ROUNDS = 4;
  private static final int CLIENTS = 20;
  private static final int STALLED_CLIENTS = 1;

  /**
   * Measures control jitter and stop latency.
   *
   * @param presses number of stop presses, sent as requests to the server
   */
  List<Result> run(int presses) throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>(measureJitter());
    results.addAll(measureStop(presses));
    return results;
  }

  /** Measures control jitter in alternating rounds with and without clients. */
  private List<Result> measureJitter() throws IOException {
    ControlTelemetry control = new ControlTelemetry();
    LatencyHistogram withoutClients = new LatencyHistogram();
    LatencyHistogram withClients = new LatencyHistogram();
    long bytes = 0;
    try (ConsoleServer server = serve(new OperatorChannel(InstantSource.system()), control)) {
      ControlLoop loop = new ControlLoop(control);
      loop.run(new LatencyHistogram(), seconds / ROUNDS);
      for (int round = 0; round < ROUNDS; round++) {
        loop.run(withoutClients, seconds / ROUNDS);
        try (WebSocketClients clients =
            new WebSocketClients(server.port(), CLIENTS, STALLED_CLIENTS)) {
          loop.run(new LatencyHistogram(), 1);
          long before = clients.bytesRead();
          loop.run(withClients, seconds / ROUNDS);
          bytes += clients.bytesRead() - before;
        }
      }
    }
    double withoutClientsP99 = withoutClients.percentiles().p99Nanos() * 1e-6;
    double withClientsP99 = withClients.percentiles().p99Nanos() * 1e-6;
    return List.of(
        Result.info("page clients", CLIENTS, ""),
        Result.info("stalled page clients", STALLED_CLIENTS, ""),
        Result.atLeast(1, "sent to all clients", bytes * 1e-3 / seconds, "kB/s"),
        Result.info("control jitter without clients, p99", withoutClientsP99, "ms"),
        Result.info("control jitter with clients, p99", withClientsP99, "ms"),
        Result.atMost(0.5, "added control jitter, p99", withClientsP99 - withoutClientsP99, "ms"));
  }

  private ConsoleServer serve(OperatorPort port, ControlTelemetry control) throws IOException {
    return ConsoleServer.start(
        new ConsoleSettings(true, "127.0.0.1", 0, ""),
        new RobotDescription(
            RunDescription.named("bench"),
            "simulated robot",
            RobotGeometry.nominal(),
            config.task().actionMap().extensionMid(),
            config.episode().limits(/* isSimulated= */ true),
            config.task().timing().episodeSteps()),
        port,
        control,
        new LearningTelemetry());
  }

  /** Steps the simulated robot at 50 Hz in real time, like the control thread of a training run. */
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

    /** Runs on a thread with the priority of the control thread. */
    void run(LatencyHistogram jitter, double seconds) {
      Agent agent = new Agent("control", Agent.once(() -> step(jitter, seconds)));
      agent.start();
      agent.join();
    }

    private void step(LatencyHistogram jitter, double seconds) {
      RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.CONTROL_PRIORITY);
      long next = clock.nanos() + STEP_NANOS;
      long end = next + Math.round(seconds * 1e9);
      while (next < end) {
        clock.waitUntil(next);
        jitter.record(clock.nanos() - next);
        robot.read(state);
        robot.write(command);
        tick.step++;
        control.tick(tick, state, command, track);
        robot.advanceTo(robot.timeNanos() + STEP_NANOS);
        next += STEP_NANOS;
      }
    }
  }

  /** Measures the latency of stop requests while a learner trains. */
  private List<Result> measureStop(int presses) throws IOException, InterruptedException {
    OperatorChannel channel = new OperatorChannel(InstantSource.system());
    try (ConsoleServer server = serve(channel, new ControlTelemetry())) {
      return new StopBenchmark(config, presses, channel, new HttpButton(server)::press).run();
    }
  }

  /** Sends the stop command like the page, without a browser. */
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

    void press() throws IOException, InterruptedException {
      String body = "{\"id\":\"press-%06d\",\"command\":\"stop\"}".formatted(presses++);
      HttpResponse<String> response =
          client.send(
              request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("the stop was rejected: " + response.body());
      }
    }
  }
}
