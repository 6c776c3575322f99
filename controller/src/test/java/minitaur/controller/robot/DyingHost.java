package minitaur.controller.robot;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;

/** A program that drives a robot until it is killed. Arguments: settings. */
final class DyingHost {
  private static final long POLL_NANOS = 20_000_000;

  private DyingHost() {}

  /** Arms the robot and says nothing more. */
  public static void main(String[] arguments) throws Exception {
    List<ConfigOverride> settings = new ArrayList<>();
    for (String argument : arguments) {
      settings.add(ConfigOverride.parse("test", argument));
    }
    Clock clock = new SystemClock();
    try (RobotSession session =
        RobotSessions.open(
            ControllerConfig.read(settings).hardware(),
            ControllerConfig.read(settings).task(),
            0,
            true,
            null)) {
      ArmPermit permit = session.issuePermit();
      while (true) {
        if (permit.end() != null) {
          // A busy machine lost the link: the operator confirms once more.
          permit = session.issuePermit();
        }
        session.arm(permit);
        clock.waitUntil(clock.nanos() + POLL_NANOS);
      }
    }
  }
}
