package minitaur.calibration.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.mocap.Pose;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class RigidTransformTest {
  private final RandomStream random = RandomStream.of(1, "transforms");

  private RigidTransform any() {
    return RigidTransform.of(
        random.nextGaussian(),
        random.nextGaussian(),
        random.nextGaussian(),
        random.nextUniform(-3.1, 3.1),
        random.nextUniform(-1.5, 1.5),
        random.nextUniform(-3.1, 3.1));
  }

  private static void assertSame(RigidTransform a, RigidTransform b) {
    assertThat(a.rotation()).containsExactly(b.rotation(), within(1e-12));
    assertThat(a.translation()).containsExactly(b.translation(), within(1e-12));
  }

  @Test
  void anglesAndQuaternionsComeBack() {
    Pose pose = new Pose();
    for (int i = 0; i < 200; i++) {
      RigidTransform transform = any();
      double[] turn = transform.rollPitchYaw();
      double[] place = transform.translation();
      assertSame(
          RigidTransform.of(place[0], place[1], place[2], turn[0], turn[1], turn[2]), transform);
      transform.writeTo(pose);
      assertSame(
          RigidTransform.ofQuaternion(
              pose.qw, pose.qx, pose.qy, pose.qz, pose.xMetres, pose.yMetres, pose.zMetres),
          transform);
    }
  }

  @Test
  void inverseUndoes() {
    RigidTransform identity = RigidTransform.of(0, 0, 0, 0, 0, 0);
    for (int i = 0; i < 50; i++) {
      RigidTransform transform = any();
      assertSame(transform.times(transform.inverse()), identity);
      double[] there = transform.apply(0.1, -0.2, 0.3);
      double[] back = transform.inverse().apply(there[0], there[1], there[2]);
      assertThat(back).containsExactly(new double[] {0.1, -0.2, 0.3}, within(1e-12));
    }
  }

  @Test
  void rotationVectorTurnsAboutItself() {
    // A quarter turn about z takes x to y.
    RigidTransform quarter = RigidTransform.ofRotationVector(0, 0, Math.PI / 2, 1, 2, 3);
    assertThat(quarter.apply(1, 0, 0)).containsExactly(new double[] {1, 3, 3}, within(1e-12));
    assertSame(
        RigidTransform.ofRotationVector(0, 0, 0, 1, 2, 3), RigidTransform.of(1, 2, 3, 0, 0, 0));
  }
}
