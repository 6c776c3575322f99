package minitaur.controller.train;

import java.util.function.BooleanSupplier;
import minitaur.controller.robot.RobotSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets a robot ready for an episode: in its place, armed, standing. */
final class ReadyRobot {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyRobot.class);
  private static final long POLL_NANOS = 20_000_000;

  /** After so long people want to know what is being waited for. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final RobotSession rig;
  private final BooleanSupplier stop;

  /**
   * @param stop asked while waiting whether to give up
   */
  ReadyRobot(RobotSession rig, BooleanSupplier stop) {
    this.rig = rig;
    this.stop = stop;
  }

  /**
   * Waits until the robot stands at the start of an episode.
   *
   * @return whether it does; false when a stop was asked for
   */
  boolean await() {
    rig.placeAtStart();
    long sayAt = rig.clock().nanos() + PATIENCE_NANOS;
    String said = "";
    while (!rig.isArmed()) {
      if (stop.getAsBoolean()) {
        return false;
      }
      rig.arm();
      long now = rig.clock().nanos();
      if (now > sayAt) {
        sayAt = now + PATIENCE_NANOS;
        String status = rig.status();
        if (!status.equals(said)) {
          LOG.warn("Waiting for the robot to stand: {}", status);
          said = status;
        }
      }
      rig.clock().waitUntil(now + POLL_NANOS);
    }
    return true;
  }
}
