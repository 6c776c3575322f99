package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.InMemorySerialLine;
import minitaur.sim.board.LinkBoardProtocol;
import minitaur.sim.board.RealTimeBoard;
import minitaur.sim.device.MotionCaptureProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Board and motion capture of one simulated robot, in real time. */
@Timeout(60)
@Tag("timing")
class EmulatedMocapServersTest {
  private final SystemClock clock = new SystemClock();

  private static EmulatedMocapSettings settings(Integer vrpn, Integer natNet, Integer qtm) {
    return new EmulatedMocapSettings(
        vrpn, natNet, qtm, "Minitaur", new MotionCaptureProfile(200, 1e-4, 0.004), 0, null);
  }

  @Test
  void allServersTrackEmulatedRobot() throws IOException {
    EmulatedMocapSettings settings = settings(0, 0, 0);
    SimulationProfile profile =
        EmulatedMocapServers.profile(
            EmulatedBoard.withoutLatency(SimulationProfile.nominal()), settings);
    EmulatedBoard board =
        new EmulatedBoard(
            new SimulatedRobot(profile, 1),
            new LinkBoardProtocol(),
            new InMemorySerialLine().board(),
            1);
    try (EmulatedMocapServers servers = EmulatedMocapServers.open(settings, 1);
        RealTimeBoard running =
            new RealTimeBoard(
                board,
                clock,
                servers::publishPoses,
                e -> {
                  throw new AssertionError(e);
                })) {
      assertThat(running.missedTicks()).isNotNegative();
      List<String> lines = servers.describe();
      assertThat(lines).hasSize(3);
      for (int i = 0; i < 3; i++) {
        MocapSource source = MocapSource.values()[i];
        String line = lines.get(i);
        assertThat(line).startsWith(source.title() + " server 127.0.0.1:").contains("Minitaur");
        int port = Integer.parseInt(line.replaceAll(".*:(\\d+),.*", "$1"));
        assertTracked(MocapConfig.of(source, "127.0.0.1", port, "Minitaur"));
      }
    }
  }

  private void assertTracked(MocapConfig config) {
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
  void reportsPortInUse() throws IOException {
    try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = occupied.getLocalPort();
      assertThatThrownBy(() -> EmulatedMocapServers.open(settings(null, null, port), 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot open a QTM server on port " + port)
          .hasMessageContaining("choose another port");
    }
  }

  @Test
  void profileIsUnchangedWithoutServers() {
    SimulationProfile nominal = SimulationProfile.nominal();
    assertThat(EmulatedMocapServers.profile(nominal, settings(null, null, null)))
        .isEqualTo(nominal);
    assertThat(
            EmulatedMocapServers.profile(nominal, settings(1, null, null))
                .sensors()
                .motionCapture()
                .rateHz())
        .isEqualTo(200);
  }
}
