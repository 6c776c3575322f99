package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackedPoses;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.MotionCaptureProfile;
import org.junit.jupiter.api.Test;

/** What cameras of a laboratory say of the simulated robot's velocity, against the truth. */
class VelocityOfTrotTest {
  private static final MotionCaptureProfile CAMERAS = new MotionCaptureProfile(120, 1e-4, 5.4e-3);
  private static final long FADED_IN_NANOS = 1_000_000_000;

  private final TrotPoses trot = new TrotPoses(CAMERAS);
  private final PoseQueue arrived = new PoseQueue(16);
  private final TrackedPoses tracked = new TrackedPoses(arrived, TrackingConfig.nominal());
  private final Track track = new Track();

  /** Error of the velocity over the trot, m/s. */
  private record Errors(double rms, double bias, int known) {}

  private Errors errors(double dropOutShare) {
    RandomStream dropOuts = RandomStream.of(3, "drop-outs");
    double squares = 0;
    double sum = 0;
    int known = 0;
    for (Pose pose : trot.poses) {
      if (dropOuts.nextDouble() < dropOutShare) {
        continue;
      }
      arrived.add(pose);
      tracked.read(pose.timeNanos, track);
      if (track.unknownNanos == 0 && pose.timeNanos >= FADED_IN_NANOS) {
        double error = track.xMetresPerSec - trot.trueVelocity(track.timeNanos);
        squares += error * error;
        sum += error;
        known++;
      }
    }
    return new Errors(Math.sqrt(squares / known), sum / known, known);
  }

  @Test
  void isAsGoodAsTheIssueAsks() {
    Errors errors = errors(0);
    assertThat(errors.known).isGreaterThan(1070);
    assertThat(errors.rms).isLessThan(0.030);
    assertThat(errors.bias).isCloseTo(0, within(0.001));
    assertThat(tracked.rejected()).isZero();
  }

  @Test
  void isHardlyWorseWithFivePercentLost() {
    Errors errors = errors(0.05);
    assertThat(errors.known).isGreaterThan(1000);
    assertThat(errors.rms).isLessThan(0.035);
    assertThat(errors.bias).isCloseTo(0, within(0.001));
    assertThat(tracked.rejected()).isZero();
  }

  @Test
  void displacementsAddUpToTheWay() {
    PoseHistory history = new PoseHistory(1024, 50_000_000);
    Pose pose = new Pose();
    long step = 20_000_000;
    long start = 100_000_000;
    double sum = 0;
    long tick = start;
    double before = Double.NaN;
    for (Pose seen : trot.poses) {
      arrived.add(seen);
      while (tracked.poll(pose)) {
        history.add(pose);
      }
      for (; history.interpolate(tick, pose); tick += step) {
        if (tick > start) {
          sum += (pose.xMetres - before) / 0.02 * 0.02;
        }
        before = pose.xMetres;
      }
    }
    assertThat(tick).isGreaterThan(9_900_000_000L);
    assertThat(sum).isCloseTo(trot.trueX(tick - step) - trot.trueX(start), within(0.002));
  }

  @Test
  void allocatesNothing() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (Pose pose : trot.poses) {
      long before = threads.getCurrentThreadAllocatedBytes();
      arrived.add(pose);
      tracked.read(pose.timeNanos, track);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }
}
