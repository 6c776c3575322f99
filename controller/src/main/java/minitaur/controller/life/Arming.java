package minitaur.controller.life;

import minitaur.controller.rig.Rig;

/**
 * Leads a rig to where its robot stands and follows commands: first softly off, where it still
 * followed others, then armed, which is asked again until it holds or takes too long.
 */
final class Arming {
  /** How far it has come. */
  enum Result {
    /** It goes on. */
    GOES_ON,
    /** The robot follows commands. */
    ARMED,
    /** It cannot be armed; {@link Rig#status} says why. */
    REFUSED
  }

  private static final long LONGEST_NANOS = 15_000_000_000L;

  private final Rig rig;
  private long sinceNanos;
  private boolean letsGo;

  Arming(Rig rig) {
    this.rig = rig;
  }

  /**
   * @param held whether the robot stands already and is held by commands
   */
  void begin(long now, boolean held) {
    sinceNanos = now;
    // A robot that was damped has sunk: only the rig's own soft start leads it up again.
    letsGo = !held && !rig.isPlacedByProgram() && rig.isArmed();
    if (letsGo) {
      rig.disarm();
    }
  }

  Result step(long now) {
    if (letsGo) {
      letsGo = rig.isArmed();
    } else {
      // It does nothing to a robot that is armed or on its way.
      rig.arm();
    }
    if (!letsGo && rig.isArmed()) {
      return Result.ARMED;
    }
    return now - sinceNanos < LONGEST_NANOS ? Result.GOES_ON : Result.REFUSED;
  }
}
