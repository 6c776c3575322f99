package minitaur.controller.console.web;

import java.io.IOException;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.operator.OperatorPort;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.hal.RobotGeometry;

/** Servers for tests. */
final class TestPages {
  static final String TOKEN = "a-token-for-tests";
  static final RobotDescription ROBOT =
      new RobotDescription(
          "runs/test", "simulated robot, nominal", RobotGeometry.nominal(), 2, 0.5236, 500);

  private TestPages() {}

  static ConsoleServer serve(OperatorPort port) throws IOException {
    return serve(port, new ControlTelemetry(), new LearningTelemetry());
  }

  static ConsoleServer serve(
      OperatorPort port, ControlTelemetry control, LearningTelemetry learning) throws IOException {
    return ConsoleServer.start(
        new ConsoleSettings(true, "127.0.0.1", 0, TOKEN), ROBOT, port, control, learning);
  }
}
