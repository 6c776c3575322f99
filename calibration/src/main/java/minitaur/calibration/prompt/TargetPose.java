package minitaur.calibration.prompt;

import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.leg.FiveBarLeg;

/**
 * A pose that the operator must bring the robot into.
 *
 * @param motorAngleRad {@code [motor]} NaN where it does not matter
 * @param rollRad of the trunk
 * @param pitchRad of the trunk; above 0 is nose down
 * @param support what carries the robot
 * @param forwardMetres how far the robot is to be moved ahead from where it is
 * @param turnRad how far it is to be turned on the spot, counterclockwise, from where it is
 */
public record TargetPose(
    double[] motorAngleRad,
    double rollRad,
    double pitchRad,
    Support support,
    double forwardMetres,
    double turnRad) {

  /** What carries the robot. */
  public enum Support {
    /** Its feet. */
    FLOOR,
    /** The operator's hands, or a face of the trunk on a table. */
    HANDS,
    /** A stand that holds the trunk; the legs are free. */
    STAND
  }

  public TargetPose {
    if (motorAngleRad.length != Motor.COUNT) {
      throw new IllegalArgumentException("a pose has %d motors".formatted(Motor.COUNT));
    }
    motorAngleRad = motorAngleRad.clone();
  }

  /** A level trunk on a stand with all legs alike. */
  public static TargetPose onStand(double swing, double extension) {
    double[] angles = new double[Motor.COUNT];
    for (Leg leg : Leg.values()) {
      set(angles, leg, swing, extension);
    }
    return new TargetPose(angles, 0, 0, Support.STAND, 0, 0);
  }

  /** A level trunk on a stand with free legs. */
  public static TargetPose onStandFree() {
    return new TargetPose(anywhere(), 0, 0, Support.STAND, 0, 0);
  }

  /** A trunk in that attitude, wherever the legs are. */
  public static TargetPose trunk(double roll, double pitch) {
    return new TargetPose(anywhere(), roll, pitch, Support.HANDS, 0, 0);
  }

  /** The robot on its feet, moved from where it is. */
  public static TargetPose onFloor(double forwardMetres, double turnRad) {
    return new TargetPose(anywhere(), 0, 0, Support.FLOOR, forwardMetres, turnRad);
  }

  /** This pose with one leg elsewhere. */
  public TargetPose withLeg(Leg leg, double swing, double extension) {
    double[] angles = motorAngleRad.clone();
    set(angles, leg, swing, extension);
    return new TargetPose(angles, rollRad, pitchRad, support, forwardMetres, turnRad);
  }

  /** Whether the legs must not be held. */
  public boolean hasFreeLegs() {
    return Arrays.stream(motorAngleRad).allMatch(Double::isNaN);
  }

  private static double[] anywhere() {
    double[] angles = new double[Motor.COUNT];
    Arrays.fill(angles, Double.NaN);
    return angles;
  }

  private static void set(double[] angles, Leg leg, double swing, double extension) {
    angles[leg.rear().ordinal()] = FiveBarLeg.rear(swing, extension);
    angles[leg.front().ordinal()] = FiveBarLeg.front(swing, extension);
  }
}
