package minitaur.controller.lifecycle;

import minitaur.controller.robot.RobotSession;

/**
 * Leads a session to where its robot stands and follows commands: first softly off, where it still
 * followed others, then armed, which is asked again until it holds or takes too long. Legs that
 * push under a robot that lies are nobody's wish: not before it is upright, and off when it falls.
 */
final class Arming {
  /** How far it has come. */
  enum Result {
    /** It goes on. */
    GOES_ON,
    /** The robot follows commands. */
    ARMED,
    /** It cannot be armed; {@link RobotSession#status} says why. */
    REFUSED
  }

  private static final long LONGEST_NANOS = 15_000_000_000L;

  private final RobotSession session;
  private long sinceNanos;
  private boolean letsGo;
  private boolean pushes;

  Arming(RobotSession session) {
    this.session = session;
  }

  /**
   * @param held whether the robot stands already and is held by commands
   */
  void begin(long now, boolean held) {
    sinceNanos = now;
    // A robot that was damped has sunk: only the session's own soft start leads it up again.
    pushes = false;
    letsGo = !held && !session.isPlacedByProgram() && session.isArmed();
    if (letsGo) {
      session.disarm();
    }
  }

  /**
   * @param upright whether the robot had not fallen at the last tick
   */
  Result step(long now, boolean upright) {
    if (letsGo) {
      letsGo = session.isArmed();
    } else if (upright) {
      // It does nothing to a robot that is armed or on its way.
      session.arm();
      pushes = true;
    } else if (pushes) {
      session.disarm();
      pushes = false;
    }
    if (!letsGo && upright && session.isArmed()) {
      return Result.ARMED;
    }
    return now - sinceNanos < LONGEST_NANOS ? Result.GOES_ON : Result.REFUSED;
  }
}
