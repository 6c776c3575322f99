package minitaur.sim.device;

import minitaur.hal.RobotState;
import minitaur.sim.dynamics.MultibodyState;

/**
 * Mounting of the IMU on the trunk: rotation of its case relative to the trunk, signs of its axes,
 * and rate biases.
 *
 * @param rotation {@code [3 x 3]} row-major rotation matrix from IMU to trunk axes
 * @param rollSign 1, or -1 if roll and the rate about x are inverted
 * @param pitchSign likewise for pitch and y
 * @param rateSignX 1, or -1 if the rate about x alone is additionally inverted
 * @param rateSignY likewise for y
 * @param rateBiasX bias of the rate about x, rad/s
 * @param rateBiasY bias of the rate about y, rad/s
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

  /**
   * Computes the IMU reading without noise.
   *
   * @param groundTruth Not modified.
   * @param sample receives roll, pitch and rates. Modified.
   */
  public void sample(MultibodyState groundTruth, RobotState sample) {
    double w = groundTruth.quaternion[0];
    double x = groundTruth.quaternion[1];
    double y = groundTruth.quaternion[2];
    double z = groundTruth.quaternion[3];
    // World z axis in trunk axes: the last row of the rotation from trunk to world.
    double upX = 2 * (x * z - w * y);
    double upY = 2 * (y * z + w * x);
    double upZ = w * w - x * x - y * y + z * z;
    sample.rollRad =
        rollSign * StrictMath.atan2(component(1, upX, upY, upZ), component(2, upX, upY, upZ));
    double sine = -component(0, upX, upY, upZ);
    sample.pitchRad = pitchSign * StrictMath.asin(Math.max(-1, Math.min(1, sine)));
    double rateX = groundTruth.velocity[RATE];
    double rateY = groundTruth.velocity[RATE + 1];
    double rateZ = groundTruth.velocity[RATE + 2];
    sample.angularVelocityXRadPerSec =
        rateSignX * rollSign * component(0, rateX, rateY, rateZ) + rateBiasX;
    sample.angularVelocityYRadPerSec =
        rateSignY * pitchSign * component(1, rateX, rateY, rateZ) + rateBiasY;
  }

  /** A component, in IMU axes, of a vector in trunk axes. */
  private double component(int axis, double x, double y, double z) {
    return rotation[axis] * x + rotation[3 + axis] * y + rotation[6 + axis] * z;
  }
}
