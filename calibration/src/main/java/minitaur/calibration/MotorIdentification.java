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

  public MotorIdentification {
    if (!(torqueRatio.value() > 0 && torqueRatio.value() < 10)) {
      throw new IllegalArgumentException(
          "the torque constant's ratio is " + torqueRatio.value() + "; allowed: above 0 to 10");
    }
    if (!(residualNm >= 0)) {
      throw new IllegalArgumentException("residuals are at least 0, not " + residualNm);
    }
  }
}
