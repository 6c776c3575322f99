package minitaur.hal.mocap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.mocap.Pose;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrunkTransformTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private final Pose pose = new Pose();

  private static Pose sample(double x, double y, double z) {
    Pose sample = new Pose();
    sample.xMetres = x;
    sample.yMetres = y;
    sample.zMetres = z;
    return sample;
  }

  private void assertPosition(double x, double y, double z) {
    assertThat(pose.xMetres).isCloseTo(x, EXACT);
    assertThat(pose.yMetres).isCloseTo(y, EXACT);
    assertThat(pose.zMetres).isCloseTo(z, EXACT);
  }

  private double yaw() {
    return 2 * Math.atan2(pose.qz, pose.qw);
  }

  private double pitch() {
    return Math.asin(2 * (pose.qw * pose.qy - pose.qz * pose.qx));
  }

  @Test
  void zUpLaneAlongXIsIdentity() {
    Pose sample = sample(1, 2, 3);
    sample.qw = Math.cos(0.1);
    sample.qy = Math.sin(0.1);
    new TrunkTransform(LaneFrame.alongServerX(LaneFrame.Up.Z), BodyOffset.NONE).apply(sample, pose);
    assertPosition(1, 2, 3);
    assertThat(pitch()).isCloseTo(0.2, EXACT);
  }

  @Test
  void convertsYUpToZUp() {
    TrunkTransform transform =
        new TrunkTransform(LaneFrame.alongServerX(LaneFrame.Up.Y), BodyOffset.NONE);
    Pose sample = sample(1, 0.3, -2);
    // Positive yaw about the vertical axis, which is y here.
    sample.qw = Math.cos(0.1);
    sample.qy = Math.sin(0.1);
    transform.apply(sample, pose);
    assertPosition(1, 2, 0.3);
    assertThat(yaw()).isCloseTo(0.2, EXACT);

    // Positive pitch (nose down) about the left axis, which is -z here.
    sample.qy = 0;
    sample.qz = -Math.sin(0.1);
    transform.apply(sample, pose);
    assertThat(pitch()).isCloseTo(0.2, EXACT);
  }

  @Test
  void transformsToLaneFrame() {
    LaneFrame lane = new LaneFrame(LaneFrame.Up.Z, Math.PI / 2, 10, 20);
    Pose sample = sample(9.5, 23, 0.2);
    sample.qw = Math.cos(Math.PI / 4);
    sample.qz = Math.sin(Math.PI / 4);
    new TrunkTransform(lane, BodyOffset.NONE).apply(sample, pose);
    // 3 m along the server's y is forward; 0.5 m against its x is to the left.
    assertPosition(3, 0.5, 0.2);
    assertThat(yaw()).isCloseTo(0, EXACT);
  }

  @Test
  void compensatesLeverArmDuringPitch() {
    double lever = 0.1;
    TrunkTransform transform =
        new TrunkTransform(
            LaneFrame.alongServerX(LaneFrame.Up.Z), new BodyOffset(0, 0, -lever, 0, 0, 0));
    double maxError = 0;
    for (double time = 0; time < 1; time += 0.01) {
      double pitch = Math.toRadians(5) * Math.sin(2 * Math.PI * 3 * time);
      // The markers are above the trunk's origin, which stays at (2, 0, 0.2).
      Pose sample = sample(2 + lever * Math.sin(pitch), 0, 0.2 + lever * Math.cos(pitch));
      sample.qw = Math.cos(pitch / 2);
      sample.qy = Math.sin(pitch / 2);
      transform.apply(sample, pose);
      maxError = Math.max(maxError, Math.abs(pose.xMetres - 2) + Math.abs(pose.zMetres - 0.2));
    }
    assertThat(maxError).isLessThan(1e-12);
  }

  @Test
  void correctsMisalignedBody() {
    double misalignment = 0.3;
    TrunkTransform transform =
        new TrunkTransform(
            LaneFrame.alongServerX(LaneFrame.Up.Z), new BodyOffset(0.1, 0, 0, 0, 0, -misalignment));
    Pose sample = sample(0, 0, 0.2);
    sample.qw = Math.cos(misalignment / 2);
    sample.qz = Math.sin(misalignment / 2);
    transform.apply(sample, pose);
    assertThat(yaw()).isCloseTo(0, EXACT);
    assertPosition(0.1 * Math.cos(misalignment), 0.1 * Math.sin(misalignment), 0.2);
  }

  @Test
  void rotatesOffsetWithBody() {
    LaneFrame lane = LaneFrame.alongServerX(LaneFrame.Up.Z);
    TrunkTransform transform = new TrunkTransform(lane, new BodyOffset(0.1, 0.2, 0.3, 0, 0, 0));
    Pose quarterTurn = sample(1, 2, 3);
    quarterTurn.qw = Math.sqrt(0.5);
    // About x: y becomes z, and z becomes -y.
    quarterTurn.qx = Math.sqrt(0.5);
    transform.apply(quarterTurn, pose);
    assertPosition(1.1, 1.7, 3.2);
    // About y: z becomes x, and x becomes -z.
    quarterTurn.qx = 0;
    quarterTurn.qy = Math.sqrt(0.5);
    transform.apply(quarterTurn, pose);
    assertPosition(1.3, 2.2, 2.9);
    // About z: x becomes y, and y becomes -x.
    quarterTurn.qy = 0;
    quarterTurn.qz = Math.sqrt(0.5);
    transform.apply(quarterTurn, pose);
    assertPosition(0.8, 2.1, 3.3);
  }

  @Test
  void heightIsAlongTheServersVerticalAxis() {
    Pose sample = sample(1, 2, 3);
    LaneFrame yUp = LaneFrame.alongServerX(LaneFrame.Up.Y);
    LaneFrame zUp = LaneFrame.alongServerX(LaneFrame.Up.Z);
    assertThat(new TrunkTransform(yUp, BodyOffset.NONE).heightMetres(sample)).isEqualTo(2);
    assertThat(new TrunkTransform(zUp, BodyOffset.NONE).heightMetres(sample)).isEqualTo(3);
  }

  @Test
  void keepsQuaternionNormalized() {
    TrunkTransform transform =
        new TrunkTransform(
            new LaneFrame(LaneFrame.Up.Y, 1, 2, 3), new BodyOffset(0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
    Pose sample = sample(1, 2, 3);
    sample.qw = 0.5;
    sample.qx = -0.5;
    sample.qy = 0.5;
    sample.qz = 0.5;
    transform.apply(sample, pose);
    double norm = pose.qw * pose.qw + pose.qx * pose.qx + pose.qy * pose.qy + pose.qz * pose.qz;
    assertThat(norm).isCloseTo(1, EXACT);
  }
}
