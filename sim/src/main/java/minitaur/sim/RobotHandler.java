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
public final class RobotHandler {
  private static final double TABLE_HEIGHT_METRES = 0.8;
  private static final double FLOOR_DURATION_FACTOR = 2.5;

  /** Error of a 0.3 m plumb line read to 1 mm. */
  private static final double SWING_ERROR_RAD = 0.003;

  /** Compliance of a joint stop. */
  private static final double EXTENSION_ERROR_RAD = 0.0005;

  /** Error of a spirit level, or flatness of a table. */
  private static final double LEVEL_ERROR_RAD = 0.001;

  /** Error of a tilt of "about 35 degrees". */
  private static final double TILT_ERROR_RAD = 0.05;

  /** Error when the robot is pushed along a line on the floor. */
  private static final double FLOOR_ERROR_METRES = 0.003;

  private final SimulatedRobot robot;
  private final double moveSeconds;
  private final RandomStream placementNoise;

  /**
   * @param moveSeconds duration of a move to a pose in the air; moves along the floor take longer
   * @param seed seed of the placement errors
   */
  public RobotHandler(SimulatedRobot robot, double moveSeconds, long seed) {
    this.robot = robot;
    this.moveSeconds = moveSeconds;
    placementNoise = RandomStream.of(seed, "operator.hands");
  }

  /**
   * Lifts the robot and holds it in the air, or on a face of its trunk on a table.
   *
   * @param motorAngle {@code [motor]} rad; NaN keeps the leg's current angles. Not modified.
   * @param roll roll of the trunk, rad
   * @param pitch pitch of the trunk, rad; positive is nose down
   * @return the motion, starting now
   */
  public KinematicMotion hold(double[] motorAngle, double roll, double pitch) {
    double[] position = robot.groundTruth().position.clone();
    position[2] = TABLE_HEIGHT_METRES;
    return startMotion(moveSeconds, position, robot.groundTruth().yaw(), roll, pitch, motorAngle);
  }

  /**
   * Moves the robot along the floor with a level trunk and holds it there.
   *
   * @param motorAngle {@code [motor]} rad; NaN keeps the leg's current angles. Not modified.
   * @param forwardMetres forward distance from the current position
   * @param turnRad counterclockwise rotation in place
   * @return the motion, starting now
   */
  public KinematicMotion moveAlongFloor(double[] motorAngle, double forwardMetres, double turnRad) {
    MultibodyState state = robot.groundTruth();
    double[] position = state.position.clone();
    position[0] += forwardMetres * StrictMath.cos(state.yaw()) + placementError(FLOOR_ERROR_METRES);
    position[1] += forwardMetres * StrictMath.sin(state.yaw()) + placementError(FLOOR_ERROR_METRES);
    return startMotion(
        FLOOR_DURATION_FACTOR * moveSeconds, position, state.yaw() + turnRad, 0, 0, motorAngle);
  }

  /**
   * Turns one motor by its upper link; everything else is held in place.
   *
   * @param angleRad rotation; positive extends the leg
   * @return the motion, starting now
   */
  public KinematicMotion turnMotor(Motor motor, double angleRad) {
    MultibodyState state = robot.groundTruth();
    double[] angles = state.motorAngle.clone();
    angles[motor.ordinal()] += angleRad;
    return startMotion(moveSeconds, KinematicMotion.Target.of(state, angles));
  }

  private KinematicMotion startMotion(
      double seconds,
      double[] position,
      double yaw,
      double roll,
      double pitch,
      double[] motorAngle) {
    return startMotion(
        seconds,
        new KinematicMotion.Target(
            position, noisyTilt(roll), noisyTilt(pitch), yaw, noisyMotorAngles(motorAngle)));
  }

  private KinematicMotion startMotion(double seconds, KinematicMotion.Target target) {
    KinematicMotion motion =
        new KinematicMotion(robot.groundTruth(), robot.timeNanos(), seconds, target);
    robot.startMotion(motion);
    return motion;
  }

  private double noisyTilt(double target) {
    // Angles other than multiples of 90 degrees have the larger error.
    boolean isOblique = Math.abs(Math.IEEEremainder(target, Math.PI / 2)) > 0.1;
    return target + placementError(isOblique ? TILT_ERROR_RAD : LEVEL_ERROR_RAD);
  }

  private double[] noisyMotorAngles(double[] target) {
    double[] current = robot.groundTruth().motorAngle;
    double[] angles = new double[Motor.COUNT];
    for (Leg leg : Leg.values()) {
      int rear = leg.rear().ordinal();
      int front = leg.front().ordinal();
      if (Double.isNaN(target[rear]) || Double.isNaN(target[front])) {
        angles[rear] = current[rear];
        angles[front] = current[front];
        continue;
      }
      double swing =
          FiveBarLeg.swing(target[rear], target[front]) + placementError(SWING_ERROR_RAD);
      double extension =
          FiveBarLeg.extension(target[rear], target[front]) + placementError(EXTENSION_ERROR_RAD);
      angles[rear] = FiveBarLeg.rearAngle(swing, extension);
      angles[front] = FiveBarLeg.frontAngle(swing, extension);
    }
    return angles;
  }

  private double placementError(double standardDeviation) {
    return standardDeviation * placementNoise.nextGaussian();
  }
}
