package minitaur.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.mocap.Pose;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class RigidTransformTest {
  private final RandomStream random = RandomStream.of(1, "transforms");

  private RigidTransform randomTransform() {
    return RigidTransform.of(
        random.nextGaussian(),
        random.nextGaussian(),
        random.nextGaussian(),
        random.nextUniform(-3.1, 3.1),
        random.nextUniform(-1.5, 1.5),
        random.nextUniform(-3.1, 3.1));
  }

  private static void assertTransformsEqual(RigidTransform a, RigidTransform b) {
    assertThat(a.rotation()).containsExactly(b.rotation(), within(1e-12));
    assertThat(a.translation()).containsExactly(b.translation(), within(1e-12));
  }

  @Test
  void roundTripsAnglesAndQuaternions() {
    Pose pose = new Pose();
    for (int i = 0; i < 200; i++) {
      RigidTransform transform = randomTransform();
      double[] rollPitchYaw = transform.rollPitchYaw();
      double[] position = transform.translation();
      assertTransformsEqual(
          RigidTransform.of(
              position[0],
              position[1],
              position[2],
              rollPitchYaw[0],
              rollPitchYaw[1],
              rollPitchYaw[2]),
          transform);
      transform.writeTo(pose);
      assertTransformsEqual(RigidTransform.of(pose), transform);
    }
  }

  @Test
  void composedWithInverseIsIdentity() {
    RigidTransform identity = RigidTransform.of(0, 0, 0, 0, 0, 0);
    for (int i = 0; i < 50; i++) {
      RigidTransform transform = randomTransform();
      assertTransformsEqual(transform.times(transform.inverse()), identity);
      double[] transformed = transform.apply(0.1, -0.2, 0.3);
      double[] restored = transform.inverse().apply(transformed[0], transformed[1], transformed[2]);
      assertThat(restored).containsExactly(new double[] {0.1, -0.2, 0.3}, within(1e-12));
    }
  }

  @Test
  void rotationVectorRotatesAboutItsAxis() {
    // A quarter turn about z takes x to y.
    RigidTransform quarter = RigidTransform.ofRotationVector(0, 0, Math.PI / 2, 1, 2, 3);
    assertThat(quarter.apply(1, 0, 0)).containsExactly(new double[] {1, 3, 3}, within(1e-12));
    assertTransformsEqual(
        RigidTransform.ofRotationVector(0, 0, 0, 1, 2, 3), RigidTransform.of(1, 2, 3, 0, 0, 0));
  }
}
