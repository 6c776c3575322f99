package minitaur.hal.serial;

import java.util.Locale;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
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
  public static @Nullable String lostTurn(Leg leg, double rearRad, double frontRad) {
    String objection = objection(leg.rear(), rearRad, leg.front(), frontRad);
    return isLostTurn(rearRad + frontRad) ? objection : null;
  }

  /**
   * States what is wrong with the angles; null if they are possible.
   *
   * @param angle {@code [motor]} calibrated, rad. Not modified.
   */
  static @Nullable String objection(double[] angle) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if (!Double.isFinite(angle[motor])) {
        return "the encoder of %s reports no angle; check its cable".formatted(Motor.of(motor));
      }
    }
    for (int index = 0; index < Leg.COUNT; index++) {
      Motor rear = Leg.of(index).rear();
      Motor front = Leg.of(index).front();
      String objection = objection(rear, angle[rear.ordinal()], front, angle[front.ordinal()]);
      if (objection != null) {
        return objection;
      }
    }
    return null;
  }

  private static @Nullable String objection(Motor rear, double a, Motor front, double b) {
    double sum = a + b;
    if (isPossible(sum)) {
      return null;
    }
    double middle = Math.PI / 2;
    boolean isRear = Math.abs(a - middle) > Math.abs(b - middle);
    Motor motor = isRear ? rear : front;
    double angle = isRear ? a : b;
    double back = sum > Math.PI ? -TURN : TURN;
    return isLostTurn(sum)
        ? text(
            "the encoder of %s is off by one turn: it reports %.2f rad instead of %.2f; switch the"
                + " motor drivers off and on with the leg in its range, or calibrate the motors"
                + " again",
            motor, angle, angle + back)
        : text(
            "the angles of %s and %s, %.2f and %.2f rad, are impossible for a leg; calibrate the"
                + " motors again",
            rear, front, a, b);
  }

  private static boolean isLostTurn(double sum) {
    return !isPossible(sum) && (isPossible(sum - TURN) || isPossible(sum + TURN));
  }

  /** Whether this sum of a leg's two angles is possible. */
  private static boolean isPossible(double sum) {
    double stop = RobotGeometry.nominal().motorSumStop();
    return sum >= stop - MARGIN_RAD && sum <= TURN - stop + MARGIN_RAD;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
