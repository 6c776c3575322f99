package minitaur.calibration;

/**
 * Identified parameters of a motor.
 *
 * @param torqueRatio ratio of the actual torque to the torque that the nominal curve gives for the
 *     same current
 * @param viscousNmSecPerRad viscous friction
 * @param coulombNm Coulomb friction
 * @param rotorInertiaKgM2 inertia of rotor and upper link about the motor axis
 * @param residualNm RMS of the unexplained torque
 */
public record MotorIdentification(
    Estimate torqueRatio,
    Estimate viscousNmSecPerRad,
    Estimate coulombNm,
    Estimate rotorInertiaKgM2,
    double residualNm) {

  /** Larger than the torque of any motor of this robot. */
  private static final double MAX_TORQUE_NM = 50;

  public MotorIdentification {
    if (!(torqueRatio.value() > 0 && torqueRatio.value() < 10)) {
      throw new IllegalArgumentException(
          "the torque constant's ratio is " + torqueRatio.value() + "; allowed: above 0 to 10");
    }
    if (!(residualNm >= 0 && residualNm <= MAX_TORQUE_NM)) {
      throw new IllegalArgumentException(
          "the residual is %s Nm; allowed: 0 to %s".formatted(residualNm, MAX_TORQUE_NM));
    }
    // Measurement errors can make a friction estimate slightly negative.
    torqueRatio.requireWithin(0, 10, "torqueRatio");
    viscousNmSecPerRad.requireWithin(-1, MAX_TORQUE_NM, "viscousNmSecPerRad");
    coulombNm.requireWithin(-1, MAX_TORQUE_NM, "coulombNm");
    rotorInertiaKgM2.requireWithin(-1, 1, "rotorInertiaKgM2");
  }
}
