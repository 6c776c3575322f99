package minitaur.calibration.prompt;

import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.leg.FiveBarLeg;

/**
 * A pose into which the operator must bring the robot.
 *
 * @param motorAngleRad {@code [motor]} target angle; NaN when arbitrary
 * @param rollRad roll of the trunk
 * @param pitchRad pitch of the trunk; positive is nose down
 * @param support what supports the robot
 * @param forwardMetres distance to move the robot forward from its current position
 * @param turnRad angle to turn the robot in place from its current heading, counterclockwise
 */
public record TargetPose(
    double[] motorAngleRad,
    double rollRad,
    double pitchRad,
    Support support,
    double forwardMetres,
    double turnRad) {

  /** What supports the robot. */
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

  /** A level trunk on a stand, with all legs in the same position. */
  public static TargetPose onStand(double swing, double extension) {
    double[] angles = new double[Motor.COUNT];
    for (Leg leg : Leg.values()) {
      setLeg(angles, leg, swing, extension);
    }
    return new TargetPose(angles, 0, 0, Support.STAND, 0, 0);
  }

  /** A level trunk on a stand with free legs. */
  public static TargetPose onStandWithFreeLegs() {
    return new TargetPose(unspecifiedAngles(), 0, 0, Support.STAND, 0, 0);
  }

  /** A trunk in the given attitude, with arbitrary leg positions. */
  public static TargetPose withTrunkAttitude(double roll, double pitch) {
    return new TargetPose(unspecifiedAngles(), roll, pitch, Support.HANDS, 0, 0);
  }

  /** The robot on its feet, displaced from its current position. */
  public static TargetPose onFloor(double forwardMetres, double turnRad) {
    return new TargetPose(unspecifiedAngles(), 0, 0, Support.FLOOR, forwardMetres, turnRad);
  }

  /** A copy of this pose with another position of one leg. */
  public TargetPose withLeg(Leg leg, double swing, double extension) {
    double[] angles = motorAngleRad.clone();
    setLeg(angles, leg, swing, extension);
    return new TargetPose(angles, rollRad, pitchRad, support, forwardMetres, turnRad);
  }

  /** Whether the positions of all legs are arbitrary. */
  public boolean hasFreeLegs() {
    return Arrays.stream(motorAngleRad).allMatch(Double::isNaN);
  }

  private static double[] unspecifiedAngles() {
    double[] angles = new double[Motor.COUNT];
    Arrays.fill(angles, Double.NaN);
    return angles;
  }

  private static void setLeg(double[] angles, Leg leg, double swing, double extension) {
    angles[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
    angles[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
  }
}
