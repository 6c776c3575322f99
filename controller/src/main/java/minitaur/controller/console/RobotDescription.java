package minitaur.controller.console;

import java.util.Locale;
import minitaur.controller.config.ControllerConfig;
import minitaur.hal.RobotGeometry;

/**
 * What the page must know of the robot and the run to draw them.
 *
 * @param run name of the run, for people
 * @param robot which robot it is, for people, such as "simulated robot, realistic"
 * @param geometry of the legs
 * @param startExtensionRad extension of every leg where an episode starts; swing is 0
 * @param tiltLimitRad roll or pitch beyond which the robot counts as fallen
 * @param episodeSteps steps after which an episode is cut short
 */
public record RobotDescription(
    String run,
    String robot,
    RobotGeometry geometry,
    double startExtensionRad,
    double tiltLimitRad,
    int episodeSteps) {
  /** The robot of a run. */
  public static RobotDescription of(ControllerConfig config, String run) {
    return new RobotDescription(
        run,
        name(config),
        RobotGeometry.nominal(),
        config.task().extensionMid(),
        config.safety().tiltLimitRad(),
        config.task().episodeSteps());
  }

  private static String name(ControllerConfig config) {
    return config.robot().isSerial()
        ? "robot " + config.robot().name()
        : "simulated robot, " + config.sim().profile().name().toLowerCase(Locale.ROOT);
  }
}
