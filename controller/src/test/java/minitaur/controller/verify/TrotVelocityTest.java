package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Compares the velocity from laboratory cameras with the ground truth. */
class TrotVelocityTest {
  private final TrotPoses trot = new TrotPoses();

  private TrotPoses.VelocityError error(double dropOutShare) {
    return trot.velocityError(dropOutShare, RandomStream.of(3, "drop-outs"));
  }

  @Test
  void errorIsSmallEnoughForTheReward() {
    TrotPoses.VelocityError error = error(0);
    assertThat(error.samples()).isGreaterThan(1070);
    assertThat(error.rms()).isLessThan(0.030);
    assertThat(error.bias()).isCloseTo(0, within(0.001));
    assertThat(error.rejected()).isZero();
  }

  @Test
  void errorStaysSmallWithFivePercentDropOuts() {
    TrotPoses.VelocityError error = error(0.05);
    assertThat(error.samples()).isBetween(1000, 1060);
    assertThat(error.rms()).isLessThan(0.035);
    assertThat(error.bias()).isCloseTo(0, within(0.001));
    assertThat(error.rejected()).isZero();
  }

  @Test
  void integratedVelocityMatchesDistance() {
    assertThat(trot.distanceError()).isCloseTo(0, within(0.002)).isNotZero();
  }

  @Test
  void allocatesNothing() {
    PoseQueue queue = new PoseQueue(16);
    PoseTracker tracked = new PoseTracker(queue, TrackingConfig.nominal());
    Track track = new Track();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (Pose pose : trot.poses()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      queue.add(pose);
      tracked.read(pose.timeNanos, track);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }
}
