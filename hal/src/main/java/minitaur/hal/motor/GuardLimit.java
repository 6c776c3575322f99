package minitaur.hal.motor;

/** The limits of {@link MotorGuard}, in the order in which they are applied. */
public enum GuardLimit {
  /** A target or a gain was NaN or infinite: the motors switch to damping. */
  NOT_FINITE,
  /** A gain was outside its bounds. */
  GAIN,
  /** A target was outside the joint's range. */
  JOINT_RANGE,
  /** The sum of a leg's two targets was too close to the five-bar's singularity. */
  LEG_STOP,
  /** A target moved faster than allowed. */
  TARGET_RATE
}
