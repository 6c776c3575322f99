package minitaur.hal.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class PoseHistoryTest {
  private final PoseHistory history = new PoseHistory(4, 100);
  private final Pose out = new Pose();

  @Test
  void isInitiallyEmpty() {
    assertThat(history.interpolate(0, out)).isFalse();
    assertThat(history.newestNanos()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void interpolatesBetweenPosesButNotBeyond() {
    history.add(poseAt(10, 1));
    history.add(poseAt(20, 3));

    assertThat(history.interpolate(9, out)).isFalse();
    assertThat(history.interpolate(21, out)).isFalse();
    assertThat(history.interpolate(10, out)).isTrue();
    assertThat(out.xMetres).isEqualTo(1);
    assertThat(history.interpolate(15, out)).isTrue();
    assertThat(out.xMetres).isEqualTo(2);
    assertThat(out.yMetres).isEqualTo(-2);
    assertThat(out.zMetres).isEqualTo(4);
    assertThat(out.timeNanos).isEqualTo(15);
    assertThat(history.interpolate(20, out)).isTrue();
    assertThat(out.xMetres).isEqualTo(3);
    assertThat(history.newestNanos()).isEqualTo(20);
  }

  @Test
  void interpolatesOlderIntervalsAndDropsOldest() {
    for (int i = 0; i < 6; i++) {
      assertThat(history.add(poseAt(10L * i, i * i))).isTrue();
    }
    assertThat(history.interpolate(19, out)).isFalse();
    assertThat(history.interpolate(20, out)).isTrue();
    assertThat(out.xMetres).isEqualTo(4);
    assertThat(history.interpolate(25, out)).isTrue();
    assertThat(out.xMetres).isEqualTo(6.5);
    assertThat(history.interpolate(30, out)).isTrue();
    assertThat(out.xMetres).isEqualTo(9);
    assertThat(history.interpolate(45, out)).isTrue();
    assertThat(out.xMetres).isEqualTo(20.5);
  }

  @Test
  void rejectsNonMonotonicOrNonFinitePoses() {
    history.add(poseAt(10, 1));
    assertThat(history.add(poseAt(10, 2))).isFalse();
    assertThat(history.add(poseAt(9, 2))).isFalse();
    Pose nonFinite = poseAt(11, 2);
    nonFinite.qy = Double.NaN;
    assertThat(history.add(nonFinite)).isFalse();
    assertThat(history.newestNanos()).isEqualTo(10);
  }

  @Test
  void doesNotInterpolateAcrossLongGap() {
    history.add(poseAt(0, 0));
    history.add(poseAt(100, 1));
    history.add(poseAt(201, 2));
    assertThat(history.interpolate(50, out)).isTrue();
    assertThat(history.interpolate(150, out)).isFalse();
    assertThat(history.interpolate(201, out)).isTrue();
  }

  @Test
  void interpolatesRotationAlongShorterArc() {
    Pose from = poseWithYaw(0, 0.1);
    Pose to = poseWithYaw(10, 0.3);
    to.qw = -to.qw;
    to.qz = -to.qz;
    history.add(from);
    history.add(to);
    history.interpolate(5, out);
    assertThat(2 * Math.atan2(out.qz, out.qw)).isCloseTo(0.2, within(1e-12));
    history.interpolate(2, out);
    // Linear interpolation deviates from the arc by less than 1e-4 rad over 0.2 rad.
    assertThat(2 * Math.atan2(out.qz, out.qw)).isCloseTo(0.14, within(1e-4));
    assertThat(out.qw * out.qw + out.qz * out.qz).isCloseTo(1, within(1e-14));
  }

  @Test
  void acceptsAnyTimeAfterClear() {
    history.add(poseAt(40, 1));
    history.clear();
    assertThat(history.interpolate(40, out)).isFalse();
    assertThat(history.add(poseAt(0, 0))).isTrue();
  }

  @Test
  void rejectsInvalidConstructorArguments() {
    assertThatThrownBy(() -> new PoseHistory(1, 10)).hasMessageContaining("at least 2");
    assertThatThrownBy(() -> new PoseHistory(2, 0)).hasMessageContaining("gap");
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Pose pose = poseAt(0, 1);
    long allocated = 0;
    for (int i = 0; i < 20_000; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      pose.timeNanos = 10L * i;
      history.add(pose);
      history.interpolate(10L * i - 7, out);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }

  private static Pose poseAt(long timeNanos, double x) {
    Pose pose = new Pose();
    pose.timeNanos = timeNanos;
    pose.xMetres = x;
    pose.yMetres = -x;
    pose.zMetres = 2 * x;
    return pose;
  }

  private static Pose poseWithYaw(long timeNanos, double yaw) {
    Pose pose = poseAt(timeNanos, 0);
    pose.qw = Math.cos(yaw / 2);
    pose.qz = Math.sin(yaw / 2);
    return pose;
  }
}
