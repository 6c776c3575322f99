package minitaur.controller.console.web;

import java.util.Locale;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.RobotGeometry;
import org.jspecify.annotations.Nullable;

/**
 * What the page must know of the robot and the run to draw them.
 *
 * @param run that the page shows
 * @param robot which robot it is, for people, such as "simulated robot, realistic"
 * @param geometry of the legs
 * @param startExtensionRad extension of every leg where an episode starts; swing is 0
 * @param limits beyond which the supervisor ends an episode
 * @param episodeSteps steps after which an episode is cut short
 * @param procedure what is done instead of a run, such as "calibrate motors"; null in a run
 */
public record RobotDescription(
    ShownRun run,
    String robot,
    RobotGeometry geometry,
    double startExtensionRad,
    SafetyLimits limits,
    int episodeSteps,
    @Nullable String procedure) {

  /** A run. */
  public RobotDescription(
      ShownRun run,
      String robot,
      RobotGeometry geometry,
      double startExtensionRad,
      SafetyLimits limits,
      int episodeSteps) {
    this(run, robot, geometry, startExtensionRad, limits, episodeSteps, /* procedure= */ null);
  }

  /** A procedure on a robot of that name. */
  public static RobotDescription ofProcedure(String procedure, String robot) {
    return new RobotDescription(
        ShownRun.named(procedure),
        robot,
        RobotGeometry.nominal(),
        ControllerConfig.defaults().task().actionMap().extensionMid(),
        ControllerConfig.defaults().safety().limits(/* isSimulated= */ false),
        0,
        procedure);
  }

  /** The robot of a configuration. */
  public static RobotDescription of(ControllerConfig config, ShownRun run) {
    return new RobotDescription(
        run,
        robot(config),
        RobotGeometry.nominal(),
        config.task().actionMap().extensionMid(),
        config.safety().limits(!config.robot().isSerial()),
        config.task().timing().episodeSteps());
  }

  private static String robot(ControllerConfig config) {
    return config.robot().isSerial()
        ? config.robot().name() + " at " + config.robot().serial().port()
        : "simulated robot, " + config.sim().profile().name().toLowerCase(Locale.ROOT);
  }
}
