package minitaur.calibration;

/**
 * What a motor really does.
 *
 * @param torqueRatio torque over the one that the nominal curve makes of its current
 * @param viscousNmSecPerRad viscous friction
 * @param coulombNm Coulomb friction
 * @param rotorInertiaKgM2 inertia of rotor and upper link about the motor's axis
 * @param residualNm root mean square of the torque that stays unexplained
 */
public record MotorIdentification(
    Estimate torqueRatio,
    Estimate viscousNmSecPerRad,
    Estimate coulombNm,
    Estimate rotorInertiaKgM2,
    double residualNm) {

  /** More than any motor of this robot makes. */
  private static final double MAX_TORQUE = 50;

  public MotorIdentification {
    if (!(torqueRatio.value() > 0 && torqueRatio.value() < 10)) {
      throw new IllegalArgumentException(
          "the torque constant's ratio is " + torqueRatio.value() + "; allowed: above 0 to 10");
    }
    if (!(residualNm >= 0 && residualNm <= MAX_TORQUE)) {
      throw new IllegalArgumentException(
          "the residual is %s Nm; allowed: 0 to %s".formatted(residualNm, MAX_TORQUE));
    }
    // A measured friction may lie a bit below 0.
    torqueRatio.requireWithin(0, 10, "torqueRatio");
    viscousNmSecPerRad.requireWithin(-1, MAX_TORQUE, "viscousNmSecPerRad");
    coulombNm.requireWithin(-1, MAX_TORQUE, "coulombNm");
    rotorInertiaKgM2.requireWithin(-1, 1, "rotorInertiaKgM2");
  }
}
