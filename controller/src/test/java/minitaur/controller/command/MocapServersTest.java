package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import minitaur.controller.config.RobotConfig.Board;
import minitaur.controller.robot.BoardCodecs;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.MemoryLine;
import minitaur.sim.board.RealTimeBoard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Board and motion capture of one simulated robot, in real time. */
@Timeout(60)
class MocapServersTest {
  private final SystemClock clock = new SystemClock();

  private static MocapServerRequest request(Integer vrpn, Integer natNet, Integer qtm) {
    return new MocapServerRequest(vrpn, natNet, qtm, "Minitaur", 200, 1e-4, 0.004, 0, null);
  }

  @Test
  void allServersSeeTheRobotOfTheBoard() throws IOException {
    MocapServerRequest request = request(0, 0, 0);
    SimulationProfile profile =
        MocapServers.profile(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), request);
    EmulatedBoard board =
        new EmulatedBoard(
            new SimulatedRobot(profile, 1),
            BoardCodecs.board(Board.MINITAUR_LINK),
            new MemoryLine().board(),
            1);
    try (MocapServers servers = MocapServers.open(request, 1);
        RealTimeBoard running =
            new RealTimeBoard(
                board,
                clock,
                servers::see,
                e -> {
                  throw new AssertionError(e);
                })) {
      assertThat(running.missed()).isNotNegative();
      List<String> lines = servers.describe();
      assertThat(lines).hasSize(3);
      for (int i = 0; i < 3; i++) {
        MocapSource source = MocapSource.values()[i];
        String line = lines.get(i);
        assertThat(line).startsWith(source.title() + " server 127.0.0.1:").contains("Minitaur");
        int port = Integer.parseInt(line.replaceAll(".*:(\\d+),.*", "$1"));
        look(MocapConfig.of(source, "127.0.0.1", port, "Minitaur"));
      }
    }
  }

  private void look(MocapConfig config) {
    Pose pose = new Pose();
    try (MocapClient client = new MocapClient(config, clock)) {
      while (!client.poll(pose)) {
        clock.waitUntil(clock.nanos() + 1_000_000);
      }
      assertThat(pose.xMetres).isCloseTo(0, within(0.1));
      assertThat(pose.zMetres).isBetween(0.05, 0.3);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> MocapServers.open(request(null, null, port), 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be a QTM server on port " + port)
          .hasMessageContaining("name another port");
    }
  }

  @Test
  void withoutServersTheProfileKeepsItsCameras() {
    SimulationProfile nominal = SimulationProfile.nominal();
    assertThat(MocapServers.profile(nominal, request(null, null, null))).isEqualTo(nominal);
    assertThat(MocapServers.profile(nominal, request(1, null, null)).motionCapture().rateHz())
        .isEqualTo(200);
  }
}
