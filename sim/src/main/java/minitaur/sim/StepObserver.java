package minitaur.sim;

import minitaur.hal.RobotState;
import minitaur.sim.device.PowerStage;

/** Observes the simulation at its own step rate, without latency or IMU noise. */
@FunctionalInterface
public interface StepObserver {
  /**
   * Called after every step of 1 ms. Must not allocate.
   *
   * @param sample sensor sample at the end of the step. Not modified, not kept.
   * @param power currents, duties and losses of the step. Not modified, not kept.
   * @param feetOnGround bit mask: bit l is set when the foot of leg l is in contact with the ground
   */
  void step(RobotState sample, PowerStage power, int feetOnGround);
}
