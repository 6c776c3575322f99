package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import minitaur.hal.mocap.Pose;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;
import org.junit.jupiter.api.Test;

class MotionCaptureTest {
  private static final long MILLISECOND = 1_000_000;

  private final MultibodyState groundTruth = new MultibodyState();
  private final Pose pose = new Pose();

  @Test
  void poseMatchesGroundTruthAtTimestamp() {
    MotionCapture capture = motionCapture(120, 0, 5.4e-3);
    long count = 0;
    for (long millis = 0; millis <= 2000; millis++) {
      move(millis);
      capture.update(groundTruth, millis * MILLISECOND);
      while (capture.poll(pose)) {
        double seconds = pose.timeNanos * 1e-9;
        assertThat(pose.timeNanos).isEqualTo(Math.round(count * 1e9 / 120));
        assertThat(pose.xMetres).isCloseTo(0.4 * seconds, within(1e-12));
        assertThat(pose.yMetres).isCloseTo(-0.2 * seconds, within(1e-12));
        assertThat(pose.zMetres).isCloseTo(0.26, within(1e-15));
        double yaw = 2 * Math.atan2(pose.qz, pose.qw);
        assertThat(Math.IEEEremainder(yaw - 3 * seconds, 2 * Math.PI)).isCloseTo(0, within(1e-9));
        count++;
      }
    }
    // 240 captures within 2 s; the one at 2 s is still delayed.
    assertThat(count).isEqualTo(240);
  }

  @Test
  void deliversPosesAfterDelay() {
    MotionCapture capture = motionCapture(120, 0, 5.4e-3);
    for (long millis = 0; millis <= 1000; millis++) {
      long now = millis * MILLISECOND;
      capture.update(groundTruth, now);
      while (capture.poll(pose)) {
        long age = now - pose.timeNanos;
        assertThat(age).isBetween(5_400_000L, 6_399_999L);
      }
    }
  }

  @Test
  void addsNoiseToPositionOnly() {
    MotionCapture capture = motionCapture(120, 1e-4, 0);
    Moments x = new Moments();
    Moments y = new Moments();
    Moments z = new Moments();
    Moments cross = new Moments();
    for (long millis = 0; millis <= 100_000; millis++) {
      move(millis);
      capture.update(groundTruth, millis * MILLISECOND);
      while (capture.poll(pose)) {
        double seconds = pose.timeNanos * 1e-9;
        double dx = pose.xMetres - 0.4 * seconds;
        double dy = pose.yMetres + 0.2 * seconds;
        x.add(dx);
        y.add(dy);
        z.add(pose.zMetres - 0.26);
        cross.add(dx * dy);
        assertThat(pose.qw * pose.qw + pose.qz * pose.qz).isCloseTo(1, within(1e-12));
        assertThat(pose.qx).isZero();
      }
    }
    assertThat(x.count()).isEqualTo(12_001);
    // Five standard errors.
    for (Moments axis : new Moments[] {x, y, z}) {
      assertThat(axis.mean()).isCloseTo(0, within(4.6e-6));
      assertThat(axis.deviation()).isCloseTo(1e-4, within(3.3e-6));
    }
    assertThat(cross.mean()).isCloseTo(0, within(4.6e-10));
  }

  @Test
  void idealCaptureIsExactWithoutDelay() {
    MotionCapture capture = motionCapture(1000, 0, 0);
    for (long millis = 0; millis < 500; millis++) {
      move(millis);
      capture.update(groundTruth, millis * MILLISECOND);
      assertThat(capture.poll(pose)).isTrue();
      assertThat(pose.timeNanos).isEqualTo(millis * MILLISECOND);
      assertThat(pose.xMetres).isEqualTo(groundTruth.position[0]);
      assertThat(pose.qz).isEqualTo(groundTruth.quaternion[3]);
      assertThat(capture.poll(pose)).isFalse();
    }
    groundTruth.quaternion[0] = 0.1;
    groundTruth.quaternion[1] = 0.7;
    groundTruth.quaternion[2] = -0.5;
    groundTruth.quaternion[3] = 0.5;
    capture.update(groundTruth, 500 * MILLISECOND);
    assertThat(capture.poll(pose)).isTrue();
    assertThat(new double[] {pose.qw, pose.qx, pose.qy, pose.qz}).isEqualTo(groundTruth.quaternion);
  }

  @Test
  void dropsOldestPosesWhenNotPolled() {
    MotionCapture capture = motionCapture(1000, 0, 0);
    for (long millis = 0; millis < 3000; millis++) {
      capture.update(groundTruth, millis * MILLISECOND);
    }
    assertThat(capture.poll(pose)).isTrue();
    assertThat(pose.timeNanos).isEqualTo((3000 - 1024) * MILLISECOND);
  }

  @Test
  void restoresFullQueue() throws IOException {
    MotionCapture capture = motionCapture(1000, 0, 0);
    for (long millis = 0; millis < 3000; millis++) {
      move(millis);
      capture.update(groundTruth, millis * MILLISECOND);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    capture.save(new DataOutputStream(bytes));
    MotionCapture restored = motionCapture(1000, 0, 0);
    restored.update(groundTruth, 10 * MILLISECOND);
    assertThat(restored.poll(pose)).isTrue();
    restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    Pose expected = new Pose();
    for (int i = 0; i < 1024; i++) {
      assertThat(capture.poll(expected)).isTrue();
      assertThat(restored.poll(pose)).isTrue();
      assertThat(pose.timeNanos).isEqualTo(expected.timeNanos);
      assertThat(pose.xMetres).isEqualTo(expected.xMetres);
    }
    assertThat(restored.poll(pose)).isFalse();
  }

  @Test
  void rejectsInvalidProfile() {
    assertThatThrownBy(() -> new MotionCaptureProfile(0, 0, 0)).hasMessageContaining("rate");
    assertThatThrownBy(() -> new MotionCaptureProfile(100, -1, 0)).hasMessageContaining("noise");
  }

  private static MotionCapture motionCapture(double rate, double noise, double delay) {
    return new MotionCapture(
        new MotionCaptureProfile(rate, noise, delay), RandomStream.of(3, "cameras"));
  }

  private void move(long millis) {
    double seconds = millis * 1e-3;
    groundTruth.position[0] = 0.4 * seconds;
    groundTruth.position[1] = -0.2 * seconds;
    groundTruth.position[2] = 0.26;
    groundTruth.quaternion[0] = Math.cos(1.5 * seconds);
    groundTruth.quaternion[3] = Math.sin(1.5 * seconds);
  }
}
