package minitaur.controller.verify.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.robot.MocapSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.SystemClock;
import minitaur.sim.mocap.EmulatedBody;
import minitaur.sim.mocap.EmulatedMocapServer;
import minitaur.sim.mocap.EmulatedQtmServer;
import minitaur.sim.mocap.EmulatedVrpnServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MocapCheckTest {
  private static final long FRAME_NANOS = 8_000_000;

  private static MocapSettings settings(String source, int port, String body) {
    return ControllerConfig.read(
            Stream.of(
                    "mocap.source=" + source,
                    "mocap.host=127.0.0.1",
                    "mocap.port=" + port,
                    "mocap.body=" + body)
                .map(each -> ConfigOverride.parse("--set", each))
                .toList())
        .mocap();
  }

  /** Checks a server that publishes the robot at a given height with little noise. */
  private static MocapCheck.Report check(EmulatedMocapServer server, String source, double height)
      throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    Thread publishing =
        new Thread(
            () -> {
              EmulatedBody body = new EmulatedBody("Minitaur");
              for (long frame = 1; !done.get(); frame++) {
                body.pose.xMetres = 1e-5 * (frame % 7);
                body.pose.zMetres = height;
                server.publish(frame, System.nanoTime(), List.of(body));
                LockSupport.parkNanos(FRAME_NANOS);
              }
            },
            "publishing");
    publishing.start();
    try {
      return MocapCheck.run(settings(source, server.port(), "Minitaur"), 1, new SystemClock());
    } finally {
      done.set(true);
      publishing.join();
    }
  }

  private static String printed(MocapCheck.Report report) {
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void reportsTrackedBody() throws IOException, InterruptedException {
    try (EmulatedMocapServer server = new EmulatedVrpnServer(0, List.of("Minitaur"), 1)) {
      MocapCheck.Report report = check(server, "vrpn", 0.2);
      assertThat(report.position()).isNotNull();
      assertThat(report.problems()).noneMatch(line -> line.contains("height"));
      assertThat(printed(report)).contains("mocap  ", "poses/s", "z 0.200 m");
      assertThat(report.asMap()).containsEntry("connected", true);
    }
  }

  @Test
  void reportsAServerThatSendsMillimeters() throws IOException, InterruptedException {
    try (EmulatedMocapServer server = new EmulatedVrpnServer(0, List.of("Minitaur"), 1)) {
      MocapCheck.Report report = check(server, "vrpn", 200);
      assertThat(report.position()).isNull();
      assertThat(report.problems())
          .anyMatch(line -> line.contains("millimeters") && line.contains("unit to meters"));
      assertThat(printed(report)).contains("outside the plausible range");
    }
  }

  @Test
  void reportsAnAxisThatDoesNotPointUp() throws IOException, InterruptedException {
    try (EmulatedMocapServer server = new EmulatedQtmServer(0, List.of("Minitaur"))) {
      assertThat(check(server, "qtm", 3).problems())
          .anyMatch(line -> line.contains("height of 3.00 m") && line.contains("mocap.up"));
    }
  }
}
