package minitaur.controller.command;

import java.util.List;
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
  /** A training in real time that asks for resets and is not held up by anything else. */
  private static final List<String> OPERATED =
      List.of(
          "run.mode=asynchronous",
          "sim.realTime=true",
          "run.steps=1000000",
          "run.evaluationInterval=1000000",
          "sac.randomSteps=300",
          "operator.resets=ask",
          "operator.standUp=false",
          "operator.stillSeconds=0");

  /** What can be measured. */
  public enum Subject {
    /** Updates of the learner. */
    LEARNER,
    /** Steps of the simulator. */
    SIM,
    /** How well a robot's position loop keeps time. */
    LOOP,
    /** Motion capture: error, speed, robustness, recovery. */
    MOCAP,
    /** Procedures of calibration, on robots whose truth is known. */
    CALIBRATION,
    /** Lens, poses and memory of the camera, on computed pictures. */
    CAMERA,
    /** From the operator's stop to the motors' command. */
    STOP(true),
    /** What pages that watch cost the robot, and how fast their stop is. */
    CONSOLE(true),
    /** Runs in which a device fails. */
    DRILL,
    /** Episodes on their way from robots to the learner. */
    PIPELINE;

    private final boolean isOperated;

    Subject() {
      this(false);
    }

    Subject(boolean isOperated) {
      this.isOperated = isOperated;
    }

    /** Settings that this measurement needs, as on the command line. */
    List<String> settings() {
      return isOperated ? OPERATED : List.of();
    }
  }
}
