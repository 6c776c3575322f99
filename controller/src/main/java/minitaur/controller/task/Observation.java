package minitaur.controller.task;

import minitaur.hal.Motor;
import minitaur.hal.RobotState;

/**
 * Computes a policy's observation of the robot's state, unscaled, in SI units. It excludes yaw, so
 * that the policy does not depend on the heading.
 */
public final class Observation {
  private Observation() {}

  /**
   * Fills an observation from a robot state.
   *
   * @param state Not modified.
   * @param observation {@code [12]} in the order of {@link ObservationLayout}. Modified.
   */
  public static void fill(RobotState state, float[] observation) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      observation[ObservationLayout.MOTOR_ANGLES + motor] = (float) state.motorAngleRad[motor];
    }
    observation[ObservationLayout.ROLL] = (float) state.rollRad;
    observation[ObservationLayout.PITCH] = (float) state.pitchRad;
    observation[ObservationLayout.ANGULAR_VELOCITY_X] = (float) state.angularVelocityXRadPerSec;
    observation[ObservationLayout.ANGULAR_VELOCITY_Y] = (float) state.angularVelocityYRadPerSec;
  }

  /**
   * Whether every component is finite: neither NaN nor infinite.
   *
   * @param observation {@code [12]}. Not modified.
   */
  public static boolean isFinite(float[] observation) {
    for (float value : observation) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
