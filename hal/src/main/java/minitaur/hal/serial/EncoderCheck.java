package minitaur.hal.serial;

import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether encoder angles are possible for a leg. The stop between the upper links bounds the
 * sum of a leg's two motor angles, even if the leg was moved by hand. An encoder that lost a turn
 * violates the bound by nearly a turn.
 */
public final class EncoderCheck {
  private static final double TURN = 2 * Math.PI;

  /** Tolerance for backlash, calibration error and elastic stops, rad. */
  private static final double MARGIN_RAD = 0.35;

  private EncoderCheck() {}

  /**
   * States which encoder of a leg is off by one turn, with the remedy; null if none is.
   *
   * @param rearRad calibrated angle of the leg's rear motor
   * @param frontRad calibrated angle of the leg's front motor
   */
  public static @Nullable String turnError(Leg leg, double rearRad, double frontRad) {
    String problem = problem(leg.rear(), rearRad, leg.front(), frontRad);
    return isOffByOneTurn(rearRad + frontRad) ? problem : null;
  }

  /**
   * States what is wrong with the angles; null if they are possible.
   *
   * @param angle {@code [motor]} calibrated, rad. Not modified.
   */
  static @Nullable String problem(double[] angle) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if (!Double.isFinite(angle[motor])) {
        return "the encoder of %s reports no angle; check its cable".formatted(Motor.of(motor));
      }
    }
    for (int index = 0; index < Leg.COUNT; index++) {
      Motor rear = Leg.of(index).rear();
      Motor front = Leg.of(index).front();
      String problem = problem(rear, angle[rear.ordinal()], front, angle[front.ordinal()]);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable String problem(
      Motor rear, double rearRad, Motor front, double frontRad) {
    double sum = rearRad + frontRad;
    if (isPossibleSum(sum)) {
      return null;
    }
    double middle = Math.PI / 2;
    boolean isRear = Math.abs(rearRad - middle) > Math.abs(frontRad - middle);
    Motor motor = isRear ? rear : front;
    double angle = isRear ? rearRad : frontRad;
    double correction = sum > Math.PI ? -TURN : TURN;
    return isOffByOneTurn(sum)
        ? Text.of(
            "the encoder of %s is off by one turn: it reports %.2f rad instead of %.2f; switch the"
                + " motor drivers off and on with the leg in its range, or calibrate the motors"
                + " again",
            motor, angle, angle + correction)
        : Text.of(
            "the angles of %s and %s, %.2f and %.2f rad, are impossible for a leg; calibrate the"
                + " motors again",
            rear, front, rearRad, frontRad);
  }

  private static boolean isOffByOneTurn(double sum) {
    return !isPossibleSum(sum) && (isPossibleSum(sum - TURN) || isPossibleSum(sum + TURN));
  }

  /** Whether this sum of a leg's two angles is possible. */
  private static boolean isPossibleSum(double sum) {
    double stop = RobotGeometry.nominal().minMotorSum();
    return sum >= stop - MARGIN_RAD && sum <= TURN - stop + MARGIN_RAD;
  }
}
