package minitaur.controller.console.web;

import java.util.Locale;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.RobotGeometry;
import org.jspecify.annotations.Nullable;

/**
 * Static description of the robot and the run for the page.
 *
 * @param run run that the page shows
 * @param robot display name of the robot, such as "simulated robot, realistic"
 * @param geometry geometry of the legs
 * @param startExtensionRad extension of every leg at the start of an episode; swing is 0
 * @param limits limits beyond which the supervisor ends an episode
 * @param episodeSteps steps after which an episode is truncated
 * @param procedure name of the procedure, such as "calibrate motors"; null for a run
 */
public record RobotDescription(
    RunDescription run,
    String robot,
    RobotGeometry geometry,
    double startExtensionRad,
    SafetyLimits limits,
    int episodeSteps,
    @Nullable String procedure) {

  /** The description of a run. */
  public RobotDescription(
      RunDescription run,
      String robot,
      RobotGeometry geometry,
      double startExtensionRad,
      SafetyLimits limits,
      int episodeSteps) {
    this(run, robot, geometry, startExtensionRad, limits, episodeSteps, /* procedure= */ null);
  }

  /** The description of a procedure on a robot with the given name. */
  public static RobotDescription ofProcedure(String procedure, String robot) {
    return new RobotDescription(
        RunDescription.named(procedure),
        robot,
        RobotGeometry.nominal(),
        ControllerConfig.defaults().task().actionMap().extensionMid(),
        ControllerConfig.defaults().episode().limits(/* isSimulated= */ false),
        0,
        procedure);
  }

  /** The description of a run with the robot of a configuration. */
  public static RobotDescription of(ControllerConfig config, RunDescription run) {
    return new RobotDescription(
        run,
        robot(config),
        RobotGeometry.nominal(),
        config.task().actionMap().extensionMid(),
        config.episode().limits(!config.robot().isSerial()),
        config.task().timing().episodeSteps());
  }

  private static String robot(ControllerConfig config) {
    return config.robot().isSerial()
        ? config.robot().name() + " at " + config.robot().serial().port()
        : "simulated robot, " + config.sim().profile().name().toLowerCase(Locale.ROOT);
  }
}
