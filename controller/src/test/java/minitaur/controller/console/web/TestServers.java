package minitaur.controller.console.web;

import java.io.IOException;
import java.nio.file.Path;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.console.web.RunDescription.TrainingDescription;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.Lane;
import minitaur.controller.episode.safety.RobotLimits;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.hal.RobotGeometry;

/** Servers for tests. */
final class TestServers {
  static final String TOKEN = "a-token-for-tests";
  static final RobotDescription ROBOT =
      new RobotDescription(
          RunDescription.named("runs/test"),
          "simulated robot, nominal",
          RobotGeometry.nominal(),
          2,
          new SafetyLimits(0.5236, RobotLimits.nominal(), 0.4, Lane.unlimited()),
          500);

  private TestServers() {}

  static ConsoleServer serve(OperatorPort port) throws IOException {
    return serve(port, new ControlTelemetry(), new LearningTelemetry());
  }

  /** Serves the page of a run whose files are in a directory. */
  static ConsoleServer serve(OperatorPort port, Path run) throws IOException {
    RunDescription description =
        new RunDescription(
            "runs/test", run, "0123456", new TrainingDescription("paper", (1L << 53) + 1, 20_000));
    return ConsoleServer.start(
        new ConsoleSettings(true, "127.0.0.1", 0, TOKEN),
        new RobotDescription(
            description, ROBOT.robot(), ROBOT.geometry(), 2, ROBOT.limits(), ROBOT.episodeSteps()),
        port,
        new ControlTelemetry(),
        new LearningTelemetry());
  }

  /** An episode that ended at its time limit. */
  static EpisodeSummary summary(int index) {
    return new EpisodeSummary(
        index,
        500,
        new EpisodeSummary.Rewards(100, 0),
        new EpisodeSummary.Motion(0.4, 4, 100),
        new EpisodeEnd.Truncation(EpisodeEnd.Truncation.Reason.TIME_LIMIT),
        1);
  }

  static ConsoleServer serve(
      OperatorPort port, ControlTelemetry control, LearningTelemetry learning) throws IOException {
    return ConsoleServer.start(
        new ConsoleSettings(true, "127.0.0.1", 0, TOKEN), ROBOT, port, control, learning);
  }
}
