package minitaur.sim.device;

import minitaur.hal.RobotState;
import minitaur.sim.dynamics.MultibodyState;

/**
 * How an inertial unit sits on the trunk and how it counts: its case is turned against the trunk,
 * single axes may be counted the other way round, and its rates have a bias.
 *
 * @param rotation {@code [3 x 3]} row-major: turns the unit's axes into the trunk's
 * @param rollSign 1, or -1 when roll and the rate about x are counted the other way round
 * @param pitchSign likewise for pitch and y
 * @param rateSignX 1, or -1 when the rate about x alone is counted the other way round once more
 * @param rateSignY likewise for y
 * @param rateBiasX what is added to the rate about x, rad/s
 * @param rateBiasY what is added to the rate about y, rad/s
 */
public record InertialMounting(
    double[] rotation,
    int rollSign,
    int pitchSign,
    int rateSignX,
    int rateSignY,
    double rateBiasX,
    double rateBiasY) {

  private static final int RATE = 3;

  public InertialMounting {
    rotation = rotation.clone();
  }

  /** A unit along the trunk's axes, without bias. */
  public static InertialMounting aligned() {
    return new InertialMounting(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 1, 1, 1, 1, 0, 0);
  }

  /** Whether the unit says what is. */
  boolean isAligned() {
    boolean plain =
        rollSign == 1
            && pitchSign == 1
            && rateSignX == 1
            && rateSignY == 1
            && rateBiasX == 0
            && rateBiasY == 0;
    for (int i = 0; i < rotation.length; i++) {
      plain &= rotation[i] == (i % 4 == 0 ? 1 : 0);
    }
    return plain;
  }

  /**
   * What the unit says, still without noise.
   *
   * @param truth Not modified.
   * @param sample roll, pitch and rates. Modified.
   */
  public void sample(MultibodyState truth, RobotState sample) {
    double w = truth.quaternion[0];
    double x = truth.quaternion[1];
    double y = truth.quaternion[2];
    double z = truth.quaternion[3];
    // Up in trunk axes: the last row of the rotation from trunk to world.
    double upX = 2 * (x * z - w * y);
    double upY = 2 * (y * z + w * x);
    double upZ = w * w - x * x - y * y + z * z;
    sample.rollRad = rollSign * StrictMath.atan2(unit(1, upX, upY, upZ), unit(2, upX, upY, upZ));
    double sine = -unit(0, upX, upY, upZ);
    sample.pitchRad = pitchSign * StrictMath.asin(Math.max(-1, Math.min(1, sine)));
    double rateX = truth.velocity[RATE];
    double rateY = truth.velocity[RATE + 1];
    double rateZ = truth.velocity[RATE + 2];
    sample.angularVelocityXRadPerSec =
        rateSignX * rollSign * unit(0, rateX, rateY, rateZ) + rateBiasX;
    sample.angularVelocityYRadPerSec =
        rateSignY * pitchSign * unit(1, rateX, rateY, rateZ) + rateBiasY;
  }

  /** A component of a trunk vector in the unit's axes. */
  private double unit(int axis, double x, double y, double z) {
    return rotation[axis] * x + rotation[3 + axis] * y + rotation[6 + axis] * z;
  }
}
