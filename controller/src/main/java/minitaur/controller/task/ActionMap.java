package minitaur.controller.task;

import minitaur.hal.Leg;
import minitaur.hal.leg.FiveBarLeg;

/**
 * The way from an action to motor targets: swing = swingRange a, extension = extensionMid +
 * extensionRange a.
 *
 * @param swingRange swing at action 1, rad; positive swing moves the foot forward. Default 0.5 (Tan
 *     et al. 2018, arXiv 1804.10332)
 * @param extensionMid extension at action 0, rad; 0 is folded up and pi straight down. Default 2.0
 *     (PyBullet's Minitaur environments)
 * @param extensionRange extension above {@code extensionMid} at action 1, rad. Default 0.5 (Tan et
 *     al. 2018)
 */
public record ActionMap(double swingRange, double extensionMid, double extensionRange) {
  /** Checks that every action leads to angles a motor can have. */
  public ActionMap {
    requireRange("swingRange", swingRange);
    requireRange("extensionRange", extensionRange);
    double reach = swingRange + extensionRange;
    if (!(extensionMid - reach >= 0 && extensionMid + reach <= Math.PI)) {
      throw new IllegalArgumentException(
          "extensionMid is "
              + extensionMid
              + " rad; with swingRange "
              + swingRange
              + " and extensionRange "
              + extensionRange
              + " it must lie in "
              + reach
              + " .. "
              + (Math.PI - reach)
              + ", so that every motor angle stays within 0 .. pi");
    }
  }

  private static void requireRange(String name, double value) {
    if (!(value > 0 && value <= Math.PI / 2)) {
      throw new IllegalArgumentException(
          name + " is " + value + " rad; allowed is above 0 up to pi/2");
    }
  }

  /** The task's defaults. */
  public static ActionMap nominal() {
    return new ActionMap(0.5, 2.0, 0.5);
  }

  /**
   * Turns an action into motor targets.
   *
   * @param action {@code [8]} in [-1, 1]: swing of front-left, back-left, front-right, back-right,
   *     then their extensions. Not modified.
   * @param motorAngles {@code [8]} rad in the order of {@link minitaur.hal.Motor}. Modified.
   */
  public void toMotorAngles(float[] action, double[] motorAngles) {
    for (int i = 0; i < Leg.COUNT; i++) {
      Leg leg = Leg.of(i);
      double swing = swingRange * action[ObservationLayout.SWINGS + i];
      double extension = extensionMid + extensionRange * action[ObservationLayout.EXTENSIONS + i];
      motorAngles[leg.rear().ordinal()] = FiveBarLeg.rear(swing, extension);
      motorAngles[leg.front().ordinal()] = FiveBarLeg.front(swing, extension);
    }
  }
}
