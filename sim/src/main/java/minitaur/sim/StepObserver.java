package minitaur.sim;

import minitaur.hal.RobotState;
import minitaur.sim.device.PowerStage;

/** Watches the simulation at its own rate, without latency or noise of the inertial unit. */
@FunctionalInterface
public interface StepObserver {
  /**
   * A step of 1 ms was computed. Must not allocate.
   *
   * @param sample what the sensors sampled at its end. Not modified, not kept.
   * @param power currents, duties and heat of the step. Not modified, not kept.
   * @param feetOnGround bit l set: the ground carried the foot of leg l
   */
  void step(RobotState sample, PowerStage power, int feetOnGround);
}
