package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * A calibration that is asked for.
 *
 * @param config the whole effective configuration: which robot, where its file is, motion capture
 * @param subject what is calibrated, or done with the file
 * @param file the robot's calibration
 * @param other the file to compare with; null when nothing is compared
 * @param script answers for the operator; null when he is asked himself
 * @param sixFaces whether the inertial unit is calibrated on six faces
 * @param seed which simulated robot, when none is real
 * @param page where the operator's page is served
 * @param date of today, such as 2026-03-01
 */
public record CalibrateRequest(
    ControllerConfig config,
    Subject subject,
    Path file,
    @Nullable Path other,
    @Nullable Path script,
    boolean sixFaces,
    long seed,
    PageChoice page,
    String date) {

  /** What can be calibrated, or done with the file. */
  public enum Subject {
    /** Zeros and directions. */
    MOTORS,
    /** Bias and mounting of the inertial unit. */
    IMU,
    /** Torque constants, frictions, latencies. */
    IDENTIFY,
    /** Marker body and lane. */
    MOCAP,
    /** Every number. */
    SHOW,
    /** The differences of two files. */
    COMPARE
  }
}
