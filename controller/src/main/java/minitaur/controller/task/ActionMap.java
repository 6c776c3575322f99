package minitaur.controller.task;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.Leg;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.settings.Setting;

/**
 * Maps an action to motor targets: swing = swingRange a, extension = extensionMid + extensionRange
 * a.
 */
public record ActionMap(
    @Setting(
            doc = "Swing of a leg at action 1; positive swing moves the foot forward.",
            unit = "rad",
            source = "Tan et al. 2018, arXiv 1804.10332")
        double swingRange,
    @Setting(
            doc = "Extension of a leg at action 0; 0 is fully folded, pi straight down.",
            unit = "rad",
            source = "PyBullet's reactive Minitaur environments")
        double extensionMid,
    @Setting(
            doc = "Extension that action 1 adds.",
            unit = "rad",
            source = "Tan et al. 2018, arXiv 1804.10332")
        double extensionRange) {
  /** Checks that every action maps to motor angles within 0 to pi. */
  public ActionMap {
    requirePositive("swingRange", swingRange, 1.5);
    requirePositive("extensionRange", extensionRange, 1.5);
    double reach = swingRange + extensionRange;
    require(
        extensionMid - reach >= 0 && extensionMid + reach <= Math.PI,
        "extensionMid",
        extensionMid,
        "%s to %s, so that swingRange + extensionRange (%s) keeps every motor within 0 to pi"
            .formatted(reach, Math.PI - reach, reach));
  }

  /** The task's defaults. */
  public static ActionMap nominal() {
    return new ActionMap(0.5, 2.0, 0.5);
  }

  /**
   * Converts an action to motor targets.
   *
   * @param action {@code [8]} in [-1, 1]: swing of front-left, back-left, front-right, back-right,
   *     then their extensions in the same order. Not modified.
   * @param motorAngles {@code [8]} rad in the order of {@link minitaur.hal.Motor}. Modified.
   */
  public void toMotorAngles(float[] action, double[] motorAngles) {
    for (int i = 0; i < Leg.COUNT; i++) {
      Leg leg = Leg.of(i);
      double swing = swingRange * action[ObservationLayout.SWINGS + i];
      double extension = extensionMid + extensionRange * action[ObservationLayout.EXTENSIONS + i];
      motorAngles[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      motorAngles[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
    }
  }
}
