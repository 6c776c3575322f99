package minitaur.sim.dynamics;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import minitaur.sim.terrain.Terrain;

/**
 * Robustness test of the simulation: drops the robot at a random pose onto a terrain, drives it
 * with random torques, and checks energy and penetration.
 */
public final class RobustnessTrial {
  private static final double STEP = 1e-3;

  /** Number of steps for which a motor's torque is constant. */
  private static final int TORQUE_STEPS = 50;

  private static final double MAX_TORQUE = 2.5;
  private static final double HALF_WIDTH = 0.4;

  private final MinitaurDynamics robot;
  private final RandomStream stream;
  private final double[] torque = new double[Motor.COUNT];
  private final double[] previousVelocity = new double[Motor.COUNT];

  /**
   * Result of a trial.
   *
   * @param finite whether energy and position stayed finite
   * @param penetrationMetres max penetration of any contact, m
   * @param gainJoules max rise of the energy of robot and blocks minus the motors' work above its
   *     earlier minimum, J
   * @param workJoules sum of the absolute work of the motors, J
   * @param contactGainJoules energy added by contacts, summed over all steps in which they added
   *     any, J; 0 except for solver error
   */
  public record Result(
      boolean finite,
      double penetrationMetres,
      double gainJoules,
      double workJoules,
      double contactGainJoules) {
    /** Max allowed penetration, m. */
    public static final double MAX_PENETRATION = 5e-3;

    /**
     * Max energy gain as a fraction of the motors' work: the integration error of a 1 ms step at
     * the speed of a leg accelerated by a constant torque.
     */
    public static final double MAX_GAIN_FRACTION = 0.01;

    /**
     * Max energy added by contacts as a fraction of the motors' work: the residual error when the
     * solver stops at its max number of sweeps.
     */
    public static final double MAX_CONTACT_GAIN_FRACTION = 5e-4;
  }

  /**
   * Places the robot.
   *
   * @param maxX upper bound of the start position; x is drawn between 0 and this, m
   * @param stream random stream
   */
  public RobustnessTrial(Terrain terrain, double maxX, RandomStream stream) {
    this.stream = stream;
    robot = new MinitaurDynamics(RobotModel.nominal(), terrain);
    double[] angles = new double[Motor.COUNT];
    Arrays.setAll(angles, motor -> stream.nextUniform(1.2, 2.2));
    robot.resetStanding(angles);
    double x = stream.nextUniform(0, maxX);
    double y = stream.nextUniform(-HALF_WIDTH, HALF_WIDTH);
    robot.state().position[0] = x;
    robot.state().position[1] = y;
    robot.state().position[2] = maxHeight(terrain, x, y) + 0.45;
    MultibodyState.rotate(
        robot.state().quaternion,
        stream.nextUniform(-0.5, 0.5),
        stream.nextUniform(-0.5, 0.5),
        stream.nextUniform(-Math.PI, Math.PI));
    for (int axis = 0; axis < 3; axis++) {
      robot.state().velocity[axis] = stream.nextUniform(-1, 1);
    }
  }

  private static double maxHeight(Terrain terrain, double x, double y) {
    double max = Double.NEGATIVE_INFINITY;
    for (double dx = -0.4; dx <= 0.4; dx += 0.05) {
      max = Math.max(max, terrain.height(x + dx, y));
    }
    return max;
  }

  /** Runs the trial. */
  public Result run(double seconds) {
    double penetration = 0;
    double gain = 0;
    double minEnergy = energy();
    double work = 0;
    double totalWork = 0;
    double contactGain = 0;
    boolean finite = true;
    long steps = Math.round(seconds / STEP);
    for (int i = 0; i < steps && finite; i++) {
      if (i % TORQUE_STEPS == 0) {
        Arrays.setAll(torque, motor -> stream.nextUniform(-MAX_TORQUE, MAX_TORQUE));
      }
      System.arraycopy(
          robot.state().velocity, MultibodyState.FIRST_MOTOR, previousVelocity, 0, Motor.COUNT);
      robot.step(torque, STEP);
      for (int motor = 0; motor < torque.length; motor++) {
        double newVelocity = robot.state().velocity[MultibodyState.FIRST_MOTOR + motor];
        double stepWork = 0.5 * STEP * torque[motor] * (previousVelocity[motor] + newVelocity);
        work += stepWork;
        totalWork += Math.abs(stepWork);
      }
      penetration = Math.max(penetration, -robot.minGap());
      contactGain += Math.max(0, robot.contactWork());
      double net = energy() - work;
      finite =
          Double.isFinite(net) && Arrays.stream(robot.state().position).allMatch(Double::isFinite);
      gain = Math.max(gain, net - minEnergy);
      minEnergy = Math.min(minEnergy, net);
    }
    return new Result(finite, penetration, gain, totalWork, contactGain);
  }

  private double energy() {
    return robot.kineticEnergy() + robot.potentialEnergy();
  }
}
