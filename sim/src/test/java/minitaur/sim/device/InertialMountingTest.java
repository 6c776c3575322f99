package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.RobotState;
import minitaur.sim.dynamics.MultibodyState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InertialMountingTest {
  private static final double[] ALIGNED = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  /** Turned by 90 degrees: the sensor's x axis points left, its y axis backward. */
  private static final double[] TURNED = {0, -1, 0, 1, 0, 0, 0, 0, 1};

  private final MultibodyState trunk = new MultibodyState();
  private final RobotState reading = new RobotState();

  /** Pitch 0.4, then roll 0.3 about the pitched axis. */
  @BeforeEach
  void tiltTrunk() {
    trunk.quaternion[0] = Math.cos(0.2) * Math.cos(0.15);
    trunk.quaternion[1] = Math.cos(0.2) * Math.sin(0.15);
    trunk.quaternion[2] = Math.sin(0.2) * Math.cos(0.15);
    trunk.quaternion[3] = -Math.sin(0.2) * Math.sin(0.15);
    trunk.velocity[3] = 1;
    trunk.velocity[4] = 2;
    trunk.velocity[5] = 3;
  }

  @Test
  void alignedSensorMeasuresTrunk() {
    new InertialMounting(ALIGNED, 1, 1, 1, 1, 0, 0).sample(trunk, reading);
    assertReading(0.3, 0.4, 1, 2);
  }

  @Test
  void signOfAngleAppliesToItsRateToo() {
    new InertialMounting(ALIGNED, -1, -1, 1, 1, 0.1, 0.2).sample(trunk, reading);
    assertReading(-0.3, -0.4, -1 + 0.1, -2 + 0.2);
    new InertialMounting(ALIGNED, 1, 1, -1, -1, 0.1, 0.2).sample(trunk, reading);
    assertReading(0.3, 0.4, -1 + 0.1, -2 + 0.2);
  }

  @Test
  void turnedSensorMeasuresItsOwnAxes() {
    trunk.quaternion[0] = Math.cos(0.2);
    trunk.quaternion[1] = 0;
    trunk.quaternion[2] = Math.sin(0.2);
    trunk.quaternion[3] = 0;
    new InertialMounting(TURNED, 1, 1, 1, 1, 0, 0).sample(trunk, reading);
    assertReading(0.4, 0, 2, -1);
  }

  /** A sensor whose x or y axis points along the trunk's z axis measures its yaw rate. */
  @Test
  void verticalAxisMeasuresYawRate() {
    double[] pitched = {0, 0, 1, 0, 1, 0, -1, 0, 0};
    new InertialMounting(pitched, 1, 1, 1, 1, 0, 0).sample(trunk, reading);
    assertThat(reading.angularVelocityXRadPerSec).isCloseTo(-3, within(1e-12));
    assertThat(reading.angularVelocityYRadPerSec).isCloseTo(2, within(1e-12));
    double[] rolled = {1, 0, 0, 0, 0, -1, 0, 1, 0};
    new InertialMounting(rolled, 1, 1, 1, 1, 0, 0).sample(trunk, reading);
    assertThat(reading.angularVelocityXRadPerSec).isCloseTo(1, within(1e-12));
    assertThat(reading.angularVelocityYRadPerSec).isCloseTo(3, within(1e-12));
  }

  private void assertReading(double roll, double pitch, double rateX, double rateY) {
    assertThat(reading.rollRad).isCloseTo(roll, within(1e-12));
    assertThat(reading.pitchRad).isCloseTo(pitch, within(1e-12));
    assertThat(reading.angularVelocityXRadPerSec).isCloseTo(rateX, within(1e-12));
    assertThat(reading.angularVelocityYRadPerSec).isCloseTo(rateY, within(1e-12));
  }
}
