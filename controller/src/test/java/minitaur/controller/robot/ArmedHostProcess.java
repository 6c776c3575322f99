package minitaur.controller.robot;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;

/** Drives a robot until the process is killed. The arguments are settings. */
final class ArmedHostProcess {
  private static final long POLL_NANOS = 20_000_000;

  private ArmedHostProcess() {}

  /** Arms the robot and sends no further commands. */
  public static void main(String[] arguments) throws Exception {
    List<ConfigOverride> settings = new ArrayList<>();
    for (String argument : arguments) {
      settings.add(ConfigOverride.parse("test", argument));
    }
    Clock clock = new SystemClock();
    try (RobotSession session =
        RobotSessionFactory.open(
            ControllerConfig.read(settings).hardware(),
            ControllerConfig.read(settings).task(),
            0,
            true,
            null)) {
      ArmPermit permit = session.issuePermit();
      while (true) {
        if (permit.endReason() != null) {
          // The link was lost on a busy machine: the operator confirms again.
          permit = session.issuePermit();
        }
        session.arm(permit);
        clock.waitUntil(clock.nanos() + POLL_NANOS);
      }
    }
  }
}
