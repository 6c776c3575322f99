package minitaur.hal.motor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.imu.ImuTransform;
import org.junit.jupiter.api.Test;

class JointMapAndVelocityTest {
  private static final long MILLISECOND = 1_000_000;

  @Test
  void convertsAnglesInBothDirections() {
    int[] sign = {1, -1, 1, -1, 1, -1, 1, -1};
    double[] zero = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};
    JointMap map = new JointMap(sign, zero);
    assertThat(map.isIdentity()).isFalse();
    assertThat(map.motorAngle(1, 0.2 - 1.5)).isCloseTo(1.5, within(1e-12));
    assertThat(map.applySign(1, 0.3)).isEqualTo(-0.3);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(map.motorAngle(motor, map.encoderAngle(motor, 1.234)))
          .isCloseTo(1.234, within(1e-12));
    }
    assertThat(JointMap.identity().isIdentity()).isTrue();
    sign[0] = 0;
    assertThatThrownBy(() -> new JointMap(sign, zero)).hasMessageContaining("FRONT_LEFT_L");
  }

  @Test
  void velocityHasDocumentedLag() {
    VelocityEstimator estimator = new VelocityEstimator(VelocityEstimator.DEFAULT_MEMORY_SECONDS);
    double[] angle = new double[Motor.COUNT];
    double acceleration = 50;
    for (int i = 0; i < 200; i++) {
      double t = i * 1e-3;
      angle[0] = 0.5 * acceleration * t * t;
      angle[1] = 3 * t;
      estimator.update(angle, i * MILLISECOND);
    }
    assertThat(estimator.velocity(1)).isCloseTo(3, within(1e-9));
    double theta = StrictMath.exp(-1 / 1.5);
    // Relative to the middle of the last interval, where the difference quotient equals the
    // velocity.
    double lag = 2 * theta * 1e-3 / (1 - theta) + 0.5e-3;
    assertThat(estimator.velocity(0)).isCloseTo(acceleration * (0.199 - lag), within(0.02));
  }

  @Test
  void velocityRestartsAfterGapAndIsNanWithoutAngle() {
    VelocityEstimator estimator = new VelocityEstimator(0.0015);
    double[] angle = new double[Motor.COUNT];
    estimator.update(angle, 0);
    angle[0] = 1;
    estimator.update(angle, 60 * MILLISECOND);
    assertThat(estimator.velocity(0)).isZero();
    angle[0] = Double.NaN;
    estimator.update(angle, 61 * MILLISECOND);
    assertThat(estimator.velocity(0)).isNaN();
    angle[0] = 1;
    estimator.update(angle, 62 * MILLISECOND);
    assertThat(estimator.velocity(0)).isZero();
  }

  @Test
  void velocityIsZeroAfterResetAndAcceptsEarlierTimes() {
    VelocityEstimator estimator = new VelocityEstimator(0.0015);
    double[] angle = new double[Motor.COUNT];
    for (int i = 0; i < 50; i++) {
      angle[0] = 3e-3 * i;
      estimator.update(angle, (100 + i) * MILLISECOND);
    }
    estimator.reset();
    assertThat(estimator.velocity(0)).isZero();
    for (int i = 0; i < 50; i++) {
      angle[0] = -2e-3 * i;
      estimator.update(angle, i * MILLISECOND);
    }
    assertThat(estimator.velocity(0)).isCloseTo(-2, within(1e-6));
  }

  @Test
  void calibratedRobotConvertsAnglesAndTargets() {
    MotorCommand written = new MotorCommand();
    Robot encoders =
        new Robot() {
          @Override
          public void read(RobotState state) {
            state.motorAngleRad[0] = 2;
            state.motorAngleRad[1] = -1.3;
          }

          @Override
          public void write(MotorCommand command) {
            written.set(command);
          }

          @Override
          public void close() {}
        };
    double[] zero = new double[Motor.COUNT];
    zero[0] = 0.5;
    zero[1] = 0.2;
    JointMap map = new JointMap(new int[] {1, -1, 1, 1, 1, 1, 1, 1}, zero);
    try (CalibratedRobot robot =
        new CalibratedRobot(encoders, new RobotCalibration(map, ImuTransform.IDENTITY))) {
      RobotState state = new RobotState();
      robot.read(state);
      assertThat(state.motorAngleRad[0]).isCloseTo(1.5, within(1e-12));
      assertThat(state.motorAngleRad[1]).isCloseTo(1.5, within(1e-12));
      MotorCommand command = new MotorCommand();
      command.targetAngleRad[0] = 1.5;
      command.targetAngleRad[1] = 1.5;
      robot.write(command);
      assertThat(written.targetAngleRad[0]).isCloseTo(2, within(1e-12));
      assertThat(written.targetAngleRad[1]).isCloseTo(-1.3, within(1e-12));
      assertThat(command.targetAngleRad[1]).isEqualTo(1.5);
    }
  }
}
