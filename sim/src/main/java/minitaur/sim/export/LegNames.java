package minitaur.sim.export;

import java.util.Locale;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.sim.dynamics.LegLink;

/** Names of links, joints and points of a leg, common to all formats. */
final class LegNames {
  /** The two halves of a leg: upper link, lower link, motor. */
  enum Half {
    /** Rear half; its lower link carries the foot. */
    REAR(LegLink.UPPER_REAR, LegLink.LOWER_LONG),
    /** Front half. */
    FRONT(LegLink.UPPER_FRONT, LegLink.LOWER_SHORT);

    final LegLink upper;
    final LegLink lower;

    Half(LegLink upper, LegLink lower) {
      this.upper = upper;
      this.lower = lower;
    }

    Motor motor(Leg leg) {
      return this == REAR ? leg.rear() : leg.front();
    }

    /** Sign of the motor's axis along y: a positive angle swings the rear upper link backward. */
    int axis() {
      return this == REAR ? -1 : 1;
    }
  }

  private LegNames() {}

  private static String name(Leg leg, Half half, String part) {
    return leg.name().toLowerCase(Locale.ROOT)
        + "_"
        + half.name().toLowerCase(Locale.ROOT)
        + "_"
        + part;
  }

  /** Name of the joint that a motor drives; it is the motor's name. */
  static String motor(Leg leg, Half half) {
    return half.motor(leg).name().toLowerCase(Locale.ROOT);
  }

  static String upper(Leg leg, Half half) {
    return name(leg, half, "upper");
  }

  static String lower(Leg leg, Half half) {
    return name(leg, half, "lower");
  }

  static String knee(Leg leg, Half half) {
    return name(leg, half, "knee");
  }

  static String pin(Leg leg, Half half) {
    return name(leg, half, "pin");
  }

  static String foot(Leg leg) {
    return leg.name().toLowerCase(Locale.ROOT) + "_foot";
  }
}
