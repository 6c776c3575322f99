package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.mocap.client.LaneFrame;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.TrotController;
import minitaur.sim.device.MotionCaptureProfile;
import minitaur.sim.mocap.EmulatedBody;
import minitaur.sim.mocap.EmulatedMocapServer;
import minitaur.sim.mocap.EmulatedNatNetServer;
import minitaur.sim.mocap.EmulatedQtmServer;
import minitaur.sim.mocap.EmulatedVrpnServer;
import minitaur.sim.mocap.MocapFeed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the complete path of a pose: simulated robot, cameras that sometimes lose it, emulated
 * server with another clock, socket, client, filter. The simulation waits until each frame is
 * received, so that the speed of the computer does not matter.
 */
@Timeout(300)
@Tag("timing")
class MocapPipelineTest {
  private static final long MS = 1_000_000;
  private static final long SERVER_CLOCK_OFFSET = 86_400_000 * MS;
  private static final long FADE_IN_END = 1_000 * MS;

  /** Connection time, short enough before the first frame that no missing data is reported. */
  private static final long BEFORE_START = -100 * MS;

  private static final String BODY = "Minitaur";
  private static final MotionCaptureProfile CAMERAS = TrotPoses.CAMERAS;

  /** Simulated time, shared by threads. */
  private static final class SharedTime implements Clock {
    private volatile long nanos = BEFORE_START;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void waitUntil(long timeNanos) {
      throw new UnsupportedOperationException("a client does not wait by the clock");
    }
  }

  private static EmulatedMocapServer server(MocapSource source) throws IOException {
    return switch (source) {
      case VRPN -> new EmulatedVrpnServer(0, List.of(BODY), 1);
      case QTM -> new EmulatedQtmServer(0, List.of(BODY));
      case NATNET -> {
        EmulatedNatNetServer natNet = new EmulatedNatNetServer(0, List.of(BODY), 4, 1, null);
        natNet.setEchoEnabled(false);
        yield natNet;
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void velocityAndDistanceMatchTheGroundTruth(MocapSource source) throws IOException {
    SimulatedRobot robot = TrotPoses.robot();
    TrotController driver = new TrotController(robot);
    SharedTime time = new SharedTime();
    double[] trueX = new double[8001];
    double[] trueVelocity = new double[8001];
    double squares = 0;
    double sum = 0;
    int samples = 0;
    PoseHistory history = new PoseHistory(2048, 50 * MS);
    Pose pose = new Pose();
    Track track = new Track();
    try (EmulatedMocapServer server = server(source);
        MocapClient client = client(source, server, time);
        PoseTracker tracked = new PoseTracker(client, TrackingConfig.nominal())) {
      MocapFeed feed =
          new MocapFeed(
              robot.poses(),
              List.of(server),
              BODY,
              0.05,
              RandomStream.of(1, "drop-outs"),
              SERVER_CLOCK_OFFSET);
      awaitBody(server, client);
      long frames = client.status().samples().frames();
      for (int ms = 0; ms <= 8000; ms++) {
        trueX[ms] = robot.groundTruth().position[0];
        trueVelocity[ms] = robot.groundTruth().velocity[0];
        time.nanos = robot.timeNanos();
        frames += feed.step();
        awaitFrames(client, frames);
        tracked.read(time.nanos, track);
        while (tracked.poll(pose)) {
          history.add(pose);
        }
        if (track.velocityUnknownNanos == 0 && track.timeNanos > FADE_IN_END) {
          double error = track.xMetresPerSec - interpolate(trueVelocity, track.timeNanos);
          squares += error * error;
          sum += error;
          samples++;
        }
        driver.step();
      }
    }
    assertThat(samples).isGreaterThan(6000);
    assertThat(Math.sqrt(squares / samples)).isLessThan(0.035);
    assertThat(sum / samples).isCloseTo(0, within(0.001));

    assertThat(history.interpolate(1_000 * MS, pose)).isTrue();
    double start = pose.xMetres;
    assertThat(history.interpolate(7_900 * MS, pose)).isTrue();
    assertThat(pose.xMetres - start).isCloseTo(trueX[7900] - trueX[1000], within(0.002));
  }

  private static MocapClient client(
      MocapSource source, EmulatedMocapServer server, SharedTime time) {
    MocapConfig config = MocapConfig.of(source, "127.0.0.1", server.port(), BODY);
    LaneFrame.Up up = source == MocapSource.NATNET ? LaneFrame.Up.Y : LaneFrame.Up.Z;
    return new MocapClient(
        config.withLane(LaneFrame.alongServerX(up)).withMinDelay(CAMERAS.delaySeconds()), time);
  }

  /**
   * Publishes frames without the robot until the client receives them, then an implausible one.
   * Frames arrive in order, so that after it none is still on its way and the later ones can be
   * counted.
   */
  private static void awaitBody(EmulatedMocapServer server, MocapClient client) {
    SystemClock clock = new SystemClock();
    EmulatedBody body = new EmulatedBody(BODY);
    body.tracked = false;
    body.pose.qw = 0;
    long frame = -100_000;
    while (client.status().samples().frames() == 0) {
      server.publish(frame, beforeStart(frame), List.of(body));
      frame++;
      clock.waitUntil(clock.nanos() + MS);
    }
    body.tracked = true;
    body.pose.qw = 1;
    body.pose.xMetres = 1_000;
    server.publish(frame, beforeStart(frame), List.of(body));
    while (!client.status().samples().dropped().containsKey(DropReason.IMPLAUSIBLE)) {
      clock.waitUntil(clock.nanos() + MS);
    }
    // Its drop is counted shortly before the frame itself.
    clock.waitUntil(clock.nanos() + 50 * MS);
  }

  /** A stamp that is older at its arrival than any of the robot's, so that it sets no offset. */
  private static long beforeStart(long frame) {
    return SERVER_CLOCK_OFFSET + BEFORE_START - 50 * MS + frame;
  }

  private static void awaitFrames(MocapClient client, long frames) {
    long deadline = System.nanoTime() + 20_000 * MS;
    while (client.status().samples().frames() < frames) {
      LockSupport.parkNanos(20_000);
      assertThat(System.nanoTime()).as("%s", client.status()).isLessThan(deadline);
    }
  }

  private static double interpolate(double[] values, long timeNanos) {
    int before = (int) (timeNanos / MS);
    double fraction = (double) (timeNanos - before * MS) / MS;
    return (1 - fraction) * values[before] + fraction * values[Math.min(before + 1, 8000)];
  }
}
