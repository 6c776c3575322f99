package minitaur.sim;

import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;

/**
 * Places a simulated robot by hand, with the accuracy of a careful operator with spirit level and
 * plumb line. Used by the thread that advances the simulation.
 */
public final class RobotHandling {
  private static final double TABLE_METRES = 0.8;
  private static final double SHOVE_PACE = 2.5;

  /** A plumb line of 0.3 m, read to a millimetre. */
  private static final double PLUMB_RAD = 0.003;

  /** A stop that gives a little. */
  private static final double STOP_RAD = 0.0005;

  /** A spirit level, or the flatness of a table. */
  private static final double LEVEL_RAD = 0.001;

  /** How roughly a tilt of "about 35 degrees" is met. */
  private static final double TILT_RAD = 0.05;

  /** How straight a robot is pushed along a line on the floor. */
  private static final double LINE_METRES = 0.003;

  private final SimulatedRobot robot;
  private final double moveSeconds;
  private final RandomStream inaccuracy;

  /**
   * @param moveSeconds how long it takes to bring the robot into a pose in the air; along the floor
   *     takes longer
   * @param seed of the inaccuracy
   */
  public RobotHandling(SimulatedRobot robot, double moveSeconds, long seed) {
    this.robot = robot;
    this.moveSeconds = moveSeconds;
    inaccuracy = RandomStream.of(seed, "operator.hands");
  }

  /**
   * Takes the robot and holds it in the air, or on a face of its trunk on a table.
   *
   * @param motorAngle {@code [motor]} rad; NaN where a leg is left as it is. Not modified.
   * @param roll of the trunk, rad
   * @param pitch of the trunk, rad; above 0 is nose down
   * @return the way there, which begins now
   */
  public GuidedMotion hold(double[] motorAngle, double roll, double pitch) {
    double[] position = robot.truth().position.clone();
    position[2] = TABLE_METRES;
    return lead(moveSeconds, position, robot.truth().yaw(), roll, pitch, motorAngle);
  }

  /**
   * Pushes the robot over the floor, level, and holds it there.
   *
   * @param motorAngle {@code [motor]} rad; NaN where a leg is left as it is. Not modified.
   * @param forwardMetres ahead from where it is
   * @param turnRad counterclockwise on the spot, from where it is
   * @return the way there, which begins now
   */
  public GuidedMotion push(double[] motorAngle, double forwardMetres, double turnRad) {
    MultibodyState now = robot.truth();
    double[] position = now.position.clone();
    position[0] += forwardMetres * StrictMath.cos(now.yaw()) + near(LINE_METRES);
    position[1] += forwardMetres * StrictMath.sin(now.yaw()) + near(LINE_METRES);
    return lead(SHOVE_PACE * moveSeconds, position, now.yaw() + turnRad, 0, 0, motorAngle);
  }

  /**
   * Turns one motor by its upper link; everything else is held where it is.
   *
   * @param angleRad by how much; above 0 makes the leg longer
   * @return the way there, which begins now
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
    // What is not level nor a face of the trunk is met roughly.
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
