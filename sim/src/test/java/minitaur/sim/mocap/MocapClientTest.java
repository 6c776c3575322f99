package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.client.LaneFrame;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapProblem;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.mocap.client.MocapStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients against emulated servers over local sockets. The tests mostly wait and therefore run
 * concurrently.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
@Tag("timing")
class MocapClientTest {
  private static final String HOST = "127.0.0.1";
  private static final String BODY = "Minitaur";
  private static final long FRAME_NANOS = 4_000_000;

  /** Offset of the server's clock. */
  private static final long CLOCK_OFFSET_NANOS = 3_600_000_000_000L;

  private final Pose pose = new Pose();
  private final List<EmulatedBody> bodies =
      new ArrayList<>(List.of(new EmulatedBody("Calibration wand"), new EmulatedBody(BODY)));
  private long frame;

  /** Published x position of the robot. */
  private double robotX = 1;

  private static EmulatedMocapServer server(MocapSource source, int port, int firstId)
      throws IOException {
    List<String> names = List.of("Calibration wand", BODY);
    return switch (source) {
      case VRPN -> new EmulatedVrpnServer(port, names, firstId);
      case QTM -> new EmulatedQtmServer(port, names);
      case NATNET -> {
        EmulatedNatNetServer natNet = new EmulatedNatNetServer(port, names, 3, 1, null);
        natNet.setClockOffset(CLOCK_OFFSET_NANOS);
        yield natNet;
      }
    };
  }

  /**
   * Returns a free port outside the ephemeral range, so that it is not assigned to a client or to a
   * concurrent test while the server is down.
   *
   * @param range port range of the test, 0 or 1
   */
  private static int reservedPort(int range, MocapSource source) throws IOException {
    int first = 20_000 + 1_500 * (3 * range + source.ordinal());
    for (int port = first + (int) (ProcessHandle.current().pid() % 1_000); ; port++) {
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (BindException e) {
        assertThat(port).as("free port").isLessThan(first + 1_500);
      }
    }
  }

  private static MocapConfig config(MocapSource source, int port, @Nullable String body) {
    LaneFrame.Up up = source == MocapSource.NATNET ? LaneFrame.Up.Y : LaneFrame.Up.Z;
    return MocapConfig.of(source, HOST, port, body)
        .withLane(LaneFrame.alongServerX(up))
        .withMinDelay(0);
  }

  /** Publishes frames at 250 Hz until the condition holds; false after 20 s. */
  private boolean publishUntil(EmulatedMocapServer server, BooleanSupplier condition) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      long now = System.nanoTime();
      EmulatedBody robot =
          bodies.stream().filter(body -> body.name.equals(BODY)).findFirst().orElseThrow();
      robot.pose.xMetres = robotX + 1e-6 * (frame % 1000);
      robot.pose.yMetres = 0.25;
      robot.pose.zMetres = 0.5;
      server.publish(frame, now + CLOCK_OFFSET_NANOS, bodies);
      frame++;
      LockSupport.parkNanos(FRAME_NANOS);
    }
    return true;
  }

  private static boolean await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(FRAME_NANOS);
    }
    return true;
  }

  private static void awaitProblem(MocapClient client, MocapProblem problem, String... fragments) {
    MocapStatus[] status = new MocapStatus[1];
    assertThat(
            await(
                () -> {
                  status[0] = client.status();
                  return status[0].problem() == problem;
                }))
        .as("%s instead of %s", status[0], problem)
        .isTrue();
    assertThat(status[0].message()).contains(fragments);
  }

  @ParameterizedTest
  @EnumSource
  void convertsPosesToLaneFrameAndLocalTime(MocapSource source) throws IOException {
    try (EmulatedMocapServer server = server(source, 0, 10);
        MocapClient client =
            new MocapClient(config(source, server.port(), BODY), new SystemClock())) {
      int[] poses = {0};
      assertThat(
              publishUntil(
                  server,
                  () -> {
                    while (client.poll(pose)) {
                      poses[0]++;
                    }
                    return poses[0] >= 100;
                  }))
          .as("%s", client.status())
          .isTrue();

      assertThat(pose.xMetres).isCloseTo(1, within(0.002));
      assertThat(pose.yMetres).isCloseTo(0.25, within(1e-6));
      assertThat(pose.zMetres).isCloseTo(0.5, within(1e-6));
      assertThat(pose.qw).isCloseTo(1, within(1e-6));
      // The capture time is recent on the local clock; the tolerance allows for a busy machine.
      assertThat(System.nanoTime() - pose.timeNanos).isBetween(-1_000_000_000L, 5_000_000_000L);
      MocapStatus status = client.status();
      assertThat(status.connected()).isTrue();
      assertThat(status.problem()).isNull();
      assertThat(status.bodies()).contains(BODY);
      assertThat(status.samples().frames()).isGreaterThanOrEqualTo(100);
      assertThat(status.arrivals().rateHz()).isPositive();
      assertThat(status.arrivals().jitterSeconds()).isNotNegative();
    }
  }

  @ParameterizedTest
  @EnumSource
  void reconnectsAfterServerRestart(MocapSource source) throws IOException {
    EmulatedMocapServer first = server(source, reservedPort(0, source), 10);
    int port = first.port();
    try (MocapClient client = new MocapClient(config(source, port, BODY), new SystemClock())) {
      assertThat(publishUntil(first, () -> client.poll(pose))).isTrue();
      first.close();
      assertThat(await(() -> !client.status().connected())).isTrue();
      while (client.poll(pose)) {}

      // Different ids and a different order of names.
      Collections.reverse(bodies);
      bodies.add(1, bodies.remove(0));
      try (EmulatedMocapServer second = server(source, port, 200)) {
        assertThat(publishUntil(second, () -> client.poll(pose)))
            .as("%s", client.status())
            .isTrue();
        assertThat(client.status().arrivals().connections()).isGreaterThan(1);
        assertThat(pose.xMetres).isCloseTo(1, within(0.002));
      }
    } finally {
      first.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsMissingBodyUntilItAppears(MocapSource source) throws IOException {
    try (EmulatedMocapServer server = server(source, 0, 10);
        MocapClient client =
            new MocapClient(config(source, server.port(), "Late"), new SystemClock())) {
      MocapStatus[] missing = new MocapStatus[1];
      assertThat(
              publishUntil(
                  server,
                  () -> {
                    missing[0] = client.status();
                    return missing[0].problem() == MocapProblem.NO_SUCH_BODY
                        && missing[0].bodies().contains(BODY);
                  }))
          .as("%s", client.status())
          .isTrue();
      assertThat(missing[0].message())
          .contains("no body 'Late'; it has 'Calibration wand', 'Minitaur'");
      bodies.add(new EmulatedBody("Late"));
      long[] frameCount = {0};
      assertThat(
              publishUntil(
                  server,
                  () -> {
                    bodies.get(2).pose.zMetres = 1e-6 * frameCount[0]++;
                    return client.poll(pose);
                  }))
          .as("%s", client.status())
          .isTrue();
      assertThat(client.status().problem()).isNull();
    }
  }

  @Test
  void findsRecreatedBodyWithoutChangeReport() throws IOException {
    try (EmulatedNatNetServer server =
            new EmulatedNatNetServer(0, List.of("Calibration wand", BODY), 4, 1, null);
        MocapClient client =
            new MocapClient(config(MocapSource.NATNET, server.port(), BODY), new SystemClock())) {
      server.setClockOffset(CLOCK_OFFSET_NANOS);
      server.setReportsChanges(false);
      assertThat(publishUntil(server, () -> client.poll(pose))).isTrue();
      // The recreated body has a new id; its old id belongs to another body.
      bodies.add(1, new EmulatedBody("Hand"));
      bodies.get(1).pose.xMetres = 9;
      robotX = 3;
      assertThat(
              publishUntil(
                  server, () -> client.poll(pose) && Math.abs(pose.xMetres - robotX) < 0.1))
          .as("%s", client.status())
          .isTrue();
      assertThat(client.status().bodies()).contains("Hand");
    }
  }

  @Test
  void findsBodyAfterUnreportedIdChange() throws IOException {
    try (EmulatedNatNetServer server =
            new EmulatedNatNetServer(0, List.of("Calibration wand", BODY), 4, 1, null);
        MocapClient client =
            new MocapClient(config(MocapSource.NATNET, server.port(), BODY), new SystemClock())) {
      server.setClockOffset(CLOCK_OFFSET_NANOS);
      assertThat(publishUntil(server, () -> client.poll(pose))).isTrue();
      Collections.reverse(bodies);
      robotX = 3;
      assertThat(
              publishUntil(
                  server, () -> client.poll(pose) && Math.abs(pose.xMetres - robotX) < 0.1))
          .as("%s", client.status())
          .isTrue();
    }
  }

  @Test
  void acceptsFramesOnlyFromConfiguredServer() throws IOException {
    InetAddress other = InetAddress.getByName("127.0.0.2");
    try (EmulatedNatNetServer server =
            new EmulatedNatNetServer(0, List.of("Calibration wand", BODY), 4, 1, null);
        MocapClient client =
            new MocapClient(config(MocapSource.NATNET, server.port(), BODY), new SystemClock())) {
      server.setClockOffset(CLOCK_OFFSET_NANOS);
      assertThat(publishUntil(server, () -> client.poll(pose))).isTrue();
      server.sendFramesFrom(other);
      robotX = 5;
      boolean[] isAccepted = {false};
      MocapStatus[] status = new MocapStatus[1];
      assertThat(
              publishUntil(
                  server,
                  () -> {
                    isAccepted[0] |= client.poll(pose) && pose.xMetres > 4;
                    status[0] = client.status();
                    return status[0].problem() == MocapProblem.OTHER_SENDER;
                  }))
          .as("%s", client.status())
          .isTrue();
      assertThat(status[0].message()).contains("127.0.0.2", "set mocap.host");
      assertThat(status[0].samples().dropped(DropReason.OTHER_SENDER)).isPositive();
      assertThat(isAccepted[0]).isFalse();
      server.sendFramesFrom(InetAddress.getLoopbackAddress());
      assertThat(publishUntil(server, () -> client.poll(pose))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void untrackedBodyYieldsNoPoses(MocapSource source) throws IOException {
    try (EmulatedMocapServer server = server(source, 0, 10);
        MocapClient client =
            new MocapClient(config(source, server.port(), BODY), new SystemClock())) {
      assertThat(publishUntil(server, () -> client.poll(pose))).isTrue();
      bodies.get(1).tracked = false;
      assertThat(publishUntil(server, () -> client.status().problem() == MocapProblem.NOT_SEEN))
          .as("%s", client.status())
          .isTrue();
      assertThat(client.status().message())
          .contains("'Minitaur'", "does not see the body", "cameras' view");
      assertThat(client.status().lossFraction()).isPositive();
      while (client.poll(pose)) {}
      bodies.get(1).tracked = true;
      assertThat(publishUntil(server, () -> client.poll(pose))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsMissingServerWithRemedy(MocapSource source) throws IOException {
    int port = reservedPort(1, source);
    try (MocapClient client = new MocapClient(config(source, port, BODY), new SystemClock())) {
      awaitProblem(
          client, MocapProblem.REFUSED, HOST + ":" + port, String.valueOf(source.port()), "start");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VRPN", "QTM"})
  void reportsOtherProtocolOnPort(MocapSource source) throws IOException {
    MocapSource other = source == MocapSource.VRPN ? MocapSource.QTM : MocapSource.VRPN;
    try (EmulatedMocapServer server = server(other, 0, 10);
        MocapClient client =
            new MocapClient(config(source, server.port(), BODY), new SystemClock())) {
      awaitProblem(client, MocapProblem.WRONG_PORT, "port", String.valueOf(source.port()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VRPN", "QTM"})
  void reportsSilentListener(MocapSource source) throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MocapClient client =
            new MocapClient(config(source, silent.getLocalPort(), BODY), new SystemClock())) {
      awaitProblem(client, MocapProblem.WRONG_PORT, "port", String.valueOf(source.port()));
    }
  }

  @Test
  void reportsSilentNatNetServer() throws IOException {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        MocapClient client =
            new MocapClient(
                config(MocapSource.NATNET, silent.getLocalPort(), BODY), new SystemClock())) {
      awaitProblem(client, MocapProblem.SILENT, "Motive", "1510", "firewall");
    }
  }

  @Test
  void reportsServerWithoutFrames() throws IOException {
    try (EmulatedMocapServer server = server(MocapSource.NATNET, 0, 10);
        MocapClient client =
            new MocapClient(config(MocapSource.NATNET, server.port(), BODY), new SystemClock())) {
      awaitProblem(client, MocapProblem.SILENT, "sends nothing", "measuring");
    }
  }

  @Test
  void reportsUnsupportedVersions() throws IOException {
    try (EmulatedMocapServer vrpn = new EmulatedVrpnServer(0, List.of(BODY), 1, "06.04");
        EmulatedMocapServer qtm = new EmulatedQtmServer(0, List.of(BODY), 12);
        EmulatedMocapServer natNet = new EmulatedNatNetServer(0, List.of(BODY), 2, 9, null);
        MocapClient toVrpn =
            new MocapClient(config(MocapSource.VRPN, vrpn.port(), BODY), new SystemClock());
        MocapClient toQtm =
            new MocapClient(config(MocapSource.QTM, qtm.port(), BODY), new SystemClock());
        MocapClient toNatNet =
            new MocapClient(config(MocapSource.NATNET, natNet.port(), BODY), new SystemClock())) {
      awaitProblem(toVrpn, MocapProblem.WRONG_VERSION, "06.04", "07", "update");
      awaitProblem(toQtm, MocapProblem.WRONG_VERSION, "1.19", "not supported", "update");
      awaitProblem(toNatNet, MocapProblem.WRONG_VERSION, "2.9", "3.0", "update");
    }
  }

  @Test
  void reportsUnknownHost() {
    MocapConfig config = MocapConfig.of(MocapSource.VRPN, "no-such-host.invalid", 3883, BODY);
    try (MocapClient client = new MocapClient(config, new SystemClock())) {
      awaitProblem(client, MocapProblem.UNKNOWN_HOST, "no-such-host.invalid", "check the name");
    }
  }

  @Test
  void joinsMulticastOnNamedInterface() throws IOException {
    EmulatedNatNetServer.Group group =
        new EmulatedNatNetServer.Group("239.255.42.99", freeUdpPort(), "lo");
    try (EmulatedMocapServer server =
        new EmulatedNatNetServer(0, List.of("Calibration wand", BODY), 4, 1, group)) {
      MocapConfig config = config(MocapSource.NATNET, server.port(), BODY);
      try (MocapClient client = new MocapClient(config.withMulticast("lo"), new SystemClock())) {
        assertThat(publishUntil(server, () -> client.poll(pose)))
            .as("%s", client.status())
            .isTrue();
      }
      try (MocapClient client = new MocapClient(config.withMulticast("no0"), new SystemClock())) {
        awaitProblem(client, MocapProblem.WRONG_INTERFACE, "no network interface 'no0'", "lo");
      }
      // Without a named interface, multicast frames do not arrive.
      try (MocapClient client = new MocapClient(config, new SystemClock())) {
        awaitProblem(client, MocapProblem.SILENT, "239.255.42.99", "unicast", "interface");
      }
    }
  }

  @Test
  void reportsMissingMulticast() throws IOException {
    EmulatedNatNetServer.Group group =
        new EmulatedNatNetServer.Group("239.255.42.99", freeUdpPort(), "lo");
    try (EmulatedMocapServer server =
            new EmulatedNatNetServer(0, List.of("Calibration wand", BODY), 4, 1, group);
        MocapClient client =
            new MocapClient(
                config(MocapSource.NATNET, server.port(), BODY).withMulticast("lo"),
                new SystemClock())) {
      awaitProblem(client, MocapProblem.WRONG_INTERFACE, "interface lo", "239.255.42.99");
    }
  }

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
