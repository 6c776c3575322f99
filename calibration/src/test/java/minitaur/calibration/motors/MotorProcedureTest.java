package minitaur.calibration.motors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import minitaur.calibration.CalibrationException;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import org.junit.jupiter.api.Test;

/** Tests of the evaluation of poses, {@code [pose][connector]}. */
class MotorProcedureTest {
  private static final int[] SIGN = {1, -1, -1, 1, 1, -1, 1, -1};
  private static final double[] ZERO = {-2, 3, 0.5, -0.1, 40, 1, -3, 2};
  private static final int FORWARD = 5;
  private static final int LAST = 6;

  private final MotorProcedure procedure = new MotorProcedure(RobotGeometry.nominal());
  private final double folded = 0.5 * RobotGeometry.nominal().minMotorSum();
  private final double hanging = Math.PI - folded;

  @Test
  void findsZerosAndDirections() throws CalibrationException {
    MotorPoseResult result = procedure.evaluate(poses(0.5));
    assertThat(result.swappedMotors()).isEmpty();
    for (Motor motor : Motor.values()) {
      assertThat(result.zeros().get(motor).zeroRad())
          .isCloseTo(ZERO[motor.ordinal()], within(1e-12));
      assertThat(result.zeros().get(motor).sign()).isEqualTo(SIGN[motor.ordinal()]);
      assertThat(result.zeros().get(motor).residualRad()).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void averagesHangingPoses() throws CalibrationException {
    double[][] raw = poses(0.5);
    raw[0][2] += 0.01;
    raw[LAST][2] -= 0.01;
    assertThat(procedure.evaluate(raw).zeros().get(Motor.of(2)).zeroRad())
        .isCloseTo(ZERO[2], within(1e-12));
  }

  @Test
  void namesConnectorThatDoesNotMove() {
    double[][] raw = poses(0.5);
    for (double[] pose : raw) {
      pose[3] = 1.25;
    }
    assertRejected(raw, Motor.of(3) + " did not move with any leg; is it connected");
  }

  @Test
  void rejectsLegsThatWereSwungBack() {
    assertRejected(poses(-0.5), "swung back instead of forward");
  }

  @Test
  void rejectsPosesThatDiffer() {
    double[][] moved = poses(0.5);
    moved[LAST][6] += 0.05;
    assertRejected(moved, Motor.of(6) + " reads ");
    double[][] bothLegs = poses(0.5);
    bothLegs[2][0] += 0.1;
    assertRejected(bothLegs, Motor.of(0) + " moved 0.100 rad while the back-left leg was folded");
    double[][] notSwung = poses(0.1);
    assertRejected(notSwung, "when the legs were swung forward");
    double[][] notFolded = poses(0.5);
    notFolded[1][Leg.FRONT_LEFT.rear().ordinal()] += 0.06;
    assertRejected(notFolded, "hanging and folding give zeros 0.060 rad apart");
  }

  /** A tilted trunk turns left and right hips relative to the stops by different amounts. */
  @Test
  void rejectsDifferenceBetweenLeftAndRight() {
    double[][] raw = poses(0.5);
    for (Motor motor : Motor.values()) {
      if (motor.leg().isLeft()) {
        raw[1 + motor.leg().ordinal()][motor.ordinal()] += 0.03;
      }
    }
    assertRejected(raw, "left and right differ");
  }

  private void assertRejected(double[][] raw, String message) {
    assertThatThrownBy(() -> procedure.evaluate(raw))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining(message);
  }

  private double[][] poses(double swing) {
    double[][] raw = new double[7][Motor.COUNT];
    for (int pose = 0; pose < raw.length; pose++) {
      for (Motor motor : Motor.values()) {
        double extension = pose == 1 + motor.leg().ordinal() && pose <= 4 ? folded : hanging;
        double legSwing = pose == FORWARD ? swing : 0;
        double angle =
            motor.isRear()
                ? FiveBarLeg.rearAngle(legSwing, extension)
                : FiveBarLeg.frontAngle(legSwing, extension);
        int m = motor.ordinal();
        raw[pose][m] = ZERO[m] + SIGN[m] * angle;
      }
    }
    return raw;
  }
}
