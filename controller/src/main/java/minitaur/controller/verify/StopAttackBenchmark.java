package minitaur.controller.verify;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.web.ConsoleServer;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.console.web.RunDescription;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.operator.CommandResponse;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.OperatorEvent;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.operator.OperatorView;
import minitaur.controller.operator.Phase;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.hal.RobotGeometry;
import minitaur.hal.loop.LatencyHistogram;

/**
 * Measures the latency of a stop through the operator's page, from before its connection is opened
 * until the command reaches the operator's port, while clients without the token attack the server.
 * Each press opens a new connection, which is the worst case. The attackers share this computer's
 * processors and its address.
 *
 * @param clients number of attacking clients
 * @param presses number of stop presses
 */
record StopAttackBenchmark(int clients, int presses) {
  private static final long WARM_UP_NANOS = 1_000_000_000;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String TOKEN = "token-of-the-benchmark";

  /** Records the time of the last stop. */
  private static final class StopPort implements OperatorPort {
    volatile long stopNanos;

    @Override
    public OperatorView view() {
      return new OperatorView(
          1,
          new OperatorView.State(Phase.RUNNING, "benchmark", 0),
          0,
          /* request= */ null,
          OperatorCounts.NONE);
    }

    @Override
    public List<OperatorEvent> events(long after) {
      return List.of();
    }

    @Override
    public CommandResponse submit(OperatorCommand command, String from) {
      stopNanos = System.nanoTime();
      return new CommandResponse(true, "stopped");
    }
  }

  /** Runs the measurement; takes one second plus about 30 ms per press. */
  List<Result> run() throws IOException {
    StopPort port = new StopPort();
    LatencyHistogram latency = new LatencyHistogram();
    long connections;
    try (ConsoleServer server = serve(port);
        AttackingClients attack = new AttackingClients(server.port(), clients)) {
      LockSupport.parkNanos(WARM_UP_NANOS);
      long before = attack.connections();
      for (int i = 0; i < presses; i++) {
        long startNanos = System.nanoTime();
        press(server.port(), i);
        latency.record(port.stopNanos - startNanos);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      connections = attack.connections() - before;
    }
    ResultList results = new ResultList();
    results.info("attacking clients", clients, "");
    results.atLeast(1, "attacker connections", connections, "");
    results.info("stop presses", presses, "");
    results.durations("stop to the operator's port", latency.percentiles(), 100);
    return results.list();
  }

  private static ConsoleServer serve(OperatorPort port) throws IOException {
    return ConsoleServer.start(
        new ConsoleSettings(true, "127.0.0.1", 0, TOKEN),
        new RobotDescription(
            RunDescription.named("bench"),
            "no robot",
            RobotGeometry.nominal(),
            2,
            SafetyLimits.nominal(),
            500),
        port,
        new ControlTelemetry(),
        new LearningTelemetry());
  }

  private static void press(int serverPort, int number) throws IOException {
    String host = "127.0.0.1:" + serverPort;
    String body = "{\"id\":\"press-%06d\",\"command\":\"stop\"}".formatted(number);
    String request =
        "POST /api/command HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(host, host, TOKEN, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readNBytes(15), StandardCharsets.US_ASCII);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException("the stop was rejected: " + answer);
      }
    }
  }
}
