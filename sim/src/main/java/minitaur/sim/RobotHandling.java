package minitaur.sim;

import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;

/**
 * Moves a simulated robot as an operator would, with the placement error of careful work with a
 * spirit level and a plumb line. Called by the thread that advances the simulation.
 */
public final class RobotHandling {
  private static final double TABLE_METRES = 0.8;
  private static final double SHOVE_PACE = 2.5;

  /** Error of a 0.3 m plumb line read to 1 mm. */
  private static final double PLUMB_RAD = 0.003;

  /** Compliance of a joint stop. */
  private static final double STOP_RAD = 0.0005;

  /** Error of a spirit level, or flatness of a table. */
  private static final double LEVEL_RAD = 0.001;

  /** Error of a tilt of "about 35 degrees". */
  private static final double TILT_RAD = 0.05;

  /** Error when the robot is pushed along a line on the floor. */
  private static final double LINE_METRES = 0.003;

  private final SimulatedRobot robot;
  private final double moveSeconds;
  private final RandomStream inaccuracy;

  /**
   * @param moveSeconds duration of a move to a pose in the air; moves along the floor take longer
   * @param seed seed of the placement errors
   */
  public RobotHandling(SimulatedRobot robot, double moveSeconds, long seed) {
    this.robot = robot;
    this.moveSeconds = moveSeconds;
    inaccuracy = RandomStream.of(seed, "operator.hands");
  }

  /**
   * Lifts the robot and holds it in the air, or on a face of its trunk on a table.
   *
   * @param motorAngle {@code [motor]} rad; NaN keeps the leg's current angles. Not modified.
   * @param roll roll of the trunk, rad
   * @param pitch pitch of the trunk, rad; positive is nose down
   * @return the motion, starting now
   */
  public GuidedMotion hold(double[] motorAngle, double roll, double pitch) {
    double[] position = robot.truth().position.clone();
    position[2] = TABLE_METRES;
    return lead(moveSeconds, position, robot.truth().yaw(), roll, pitch, motorAngle);
  }

  /**
   * Moves the robot along the floor with a level trunk and holds it there.
   *
   * @param motorAngle {@code [motor]} rad; NaN keeps the leg's current angles. Not modified.
   * @param forwardMetres forward distance from the current position
   * @param turnRad counterclockwise rotation in place
   * @return the motion, starting now
   */
  public GuidedMotion push(double[] motorAngle, double forwardMetres, double turnRad) {
    MultibodyState now = robot.truth();
    double[] position = now.position.clone();
    position[0] += forwardMetres * StrictMath.cos(now.yaw()) + near(LINE_METRES);
    position[1] += forwardMetres * StrictMath.sin(now.yaw()) + near(LINE_METRES);
    return lead(SHOVE_PACE * moveSeconds, position, now.yaw() + turnRad, 0, 0, motorAngle);
  }

  /**
   * Turns one motor by its upper link; everything else is held in place.
   *
   * @param angleRad rotation; positive extends the leg
   * @return the motion, starting now
   */
  public GuidedMotion bend(Motor motor, double angleRad) {
    MultibodyState now = robot.truth();
    double[] angles = now.motorAngle.clone();
    angles[motor.ordinal()] += angleRad;
    GuidedMotion motion =
        new GuidedMotion(now, robot.timeNanos(), moveSeconds, GuidedMotion.Target.of(now, angles));
    robot.grasp(motion);
    return motion;
  }

  private GuidedMotion lead(
      double seconds,
      double[] position,
      double yaw,
      double roll,
      double pitch,
      double[] motorAngle) {
    GuidedMotion motion =
        new GuidedMotion(
            robot.truth(),
            robot.timeNanos(),
            seconds,
            new GuidedMotion.Target(position, tilt(roll), tilt(pitch), yaw, legs(motorAngle)));
    robot.grasp(motion);
    return motion;
  }

  private double tilt(double wanted) {
    // Angles other than multiples of 90 degrees have the larger error.
    boolean rough = Math.abs(Math.IEEEremainder(wanted, Math.PI / 2)) > 0.1;
    return wanted + near(rough ? TILT_RAD : LEVEL_RAD);
  }

  private double[] legs(double[] wanted) {
    double[] now = robot.truth().motorAngle;
    double[] angles = new double[Motor.COUNT];
    for (Leg leg : Leg.values()) {
      int rear = leg.rear().ordinal();
      int front = leg.front().ordinal();
      if (Double.isNaN(wanted[rear]) || Double.isNaN(wanted[front])) {
        angles[rear] = now[rear];
        angles[front] = now[front];
        continue;
      }
      double swing = FiveBarLeg.swing(wanted[rear], wanted[front]) + near(PLUMB_RAD);
      double extension = FiveBarLeg.extension(wanted[rear], wanted[front]) + near(STOP_RAD);
      angles[rear] = FiveBarLeg.rear(swing, extension);
      angles[front] = FiveBarLeg.front(swing, extension);
    }
    return angles;
  }

  private double near(double deviation) {
    return deviation * inaccuracy.nextGaussian();
  }
}
