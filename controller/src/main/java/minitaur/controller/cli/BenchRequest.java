package minitaur.controller.cli;

import minitaur.controller.config.ControllerConfig;

/**
 * A measurement that is asked for.
 *
 * @param config the whole effective configuration
 * @param subject what is measured
 * @param seconds how long each figure is measured, s
 * @param count how many presses or runs are measured
 * @param json whether to print JSON rather than a table
 */
public record BenchRequest(
    ControllerConfig config, Subject subject, double seconds, int count, boolean json) {

  /** What can be measured. */
  public enum Subject {
    /** Updates of the learner. */
    LEARNER,
    /** Steps of the simulator. */
    SIM,
    /** Procedures of calibration, on robots whose truth is known. */
    CALIBRATION,
    /** Motion capture: error, speed, robustness, recovery. */
    MOCAP,
    /** How well a robot's position loop keeps time. */
    LOOP,
    /** From the operator's stop to the motors' command. */
    STOP,
    /** Runs in which a device fails. */
    DRILL,
    /** What pages that watch cost the robot, and how fast their stop is. */
    CONSOLE
  }
}
