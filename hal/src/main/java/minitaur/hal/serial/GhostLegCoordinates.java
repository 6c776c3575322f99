package minitaur.hal.serial;

import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.motor.TorqueCurve;

/**
 * Converts motor angles and gains to the Ghost mainboard's leg coordinates r and theta and their
 * stiffness. theta is the swing; r is the extension e in radians or the distance d of the pin from
 * the hip in meters, depending on the board's firmware.
 *
 * <p>A motor with gain kp, duty/rad, acts as a spring of {@code k = kp V Ke / R} Nm/rad at small
 * signal. Both motors of a leg store {@code 1/2 k (dq1^2 + dq2^2) = 1/2 (2 k) (de^2 + dtheta^2)},
 * hence
 *
 * <pre>
 *   k_theta = 2 k        k_r = 2 k  for radians,   2 k / (dd/de)^2  for meters
 *   d(e) = sqrt(l2^2 - (l1 sin e)^2) - l1 cos e
 *   dd/de = l1 sin e - l1^2 sin e cos e / sqrt(l2^2 - (l1 sin e)^2)
 * </pre>
 *
 * <p>The board has its own damping; the protocol cannot transmit kd.
 */
public final class GhostLegCoordinates {
  /** Supply voltage at which the springs have the requested stiffness. */
  private static final double NOMINAL_VOLTS = 16;

  private static final int BISECTION_STEPS = 40;

  /** Min dd/de, because the stiffness would grow without bound as dd/de approaches 0. */
  private static final double MIN_SLOPE = 0.02;

  private final Unit unit;
  private final double upperLink;
  private final double lowerLink;

  /** Unit of r. */
  public enum Unit {
    /** Extension, rad. */
    RADIANS,
    /** Distance of the pin from the hip, m. */
    METRES
  }

  public GhostLegCoordinates(Unit unit, RobotGeometry geometry) {
    this.unit = unit;
    upperLink = geometry.upperLink();
    lowerLink = geometry.lowerLink();
  }

  /**
   * Converts motor angles to r and theta.
   *
   * @param angle {@code [motor]} rad. Not modified.
   * @param position {@code [8]} r and theta of each leg. Modified.
   */
  public void toLegCoordinates(double[] angle, double[] position) {
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg leg = Leg.of(index);
      double rear = angle[leg.rear().ordinal()];
      double front = angle[leg.front().ordinal()];
      double extension = FiveBarLeg.extension(rear, front);
      position[2 * index] = unit == Unit.RADIANS ? extension : pinDistance(extension);
      position[2 * index + 1] = FiveBarLeg.swing(rear, front);
    }
  }

  /**
   * Converts r and theta to motor angles.
   *
   * @param position {@code [8]} Not modified.
   * @param angle {@code [motor]} Modified.
   */
  public void toMotorAngles(double[] position, double[] angle) {
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg leg = Leg.of(index);
      double r = position[2 * index];
      double extension = unit == Unit.RADIANS ? r : extension(r);
      double swing = position[2 * index + 1];
      angle[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      angle[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
    }
  }

  /**
   * Converts a position gain to stiffness.
   *
   * @param kp duty/rad
   * @param position {@code [8]} commanded r and theta of each leg. Not modified.
   * @param stiffness {@code [8]} Nm/rad or N/m along r, Nm/rad about theta. Modified.
   */
  public void toStiffness(double kp, double[] position, double[] stiffness) {
    double legStiffness = 2 * kp * NOMINAL_VOLTS * TorqueCurve.BACK_EMF / TorqueCurve.RESISTANCE;
    for (int index = 0; index < Leg.COUNT; index++) {
      double slope = 1;
      if (unit == Unit.METRES) {
        slope = Math.max(pinDistanceSlope(extension(position[2 * index])), MIN_SLOPE);
      }
      stiffness[2 * index] = legStiffness / (slope * slope);
      stiffness[2 * index + 1] = legStiffness;
    }
  }

  /** Position gain, duty/rad, for a stiffness about theta. */
  public static double toPositionGain(double thetaStiffness) {
    return thetaStiffness * TorqueCurve.RESISTANCE / (2 * NOMINAL_VOLTS * TorqueCurve.BACK_EMF);
  }

  private double pinDistance(double extension) {
    double across = upperLink * StrictMath.sin(extension);
    return Math.sqrt(lowerLink * lowerLink - across * across)
        - upperLink * StrictMath.cos(extension);
  }

  private double pinDistanceSlope(double extension) {
    double sin = StrictMath.sin(extension);
    double across = upperLink * sin;
    double along = Math.sqrt(lowerLink * lowerLink - across * across);
    return across - upperLink * across * StrictMath.cos(extension) / along;
  }

  /**
   * Inverse of {@link #pinDistance}, by bisection, because the distance increases with the
   * extension.
   */
  private double extension(double distance) {
    double low = 0;
    double high = Math.PI;
    for (int i = 0; i < BISECTION_STEPS; i++) {
      double middle = 0.5 * (low + high);
      if (pinDistance(middle) < distance) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }
}
