package minitaur.sim;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.RobotModel;

/**
 * What one robot's motors do that the nominal ones do not. Holds for the robot's life, unlike what
 * is drawn for an episode.
 *
 * @param torqueRatio {@code [motor]} torque over the one that the nominal curve makes of a current
 * @param viscousFriction {@code [motor]} Nm s/rad
 * @param coulombFriction {@code [motor]} Nm, reached within {@link #STICTION_RAD_PER_SEC}
 * @param rotorInertia of rotor and upper link about the motor's axis, kg m2
 * @param positionLatencySeconds age of the encoder sample that the position law works with; whole
 *     milliseconds are used
 */
public record DriveProfile(
    double[] torqueRatio,
    double[] viscousFriction,
    double[] coulombFriction,
    double rotorInertia,
    double positionLatencySeconds) {

  /**
   * Coulomb friction is c tanh(qdot / this): steep enough to hold a leg, shallow enough for a step
   * of 1 ms.
   */
  public static final double STICTION_RAD_PER_SEC = 0.05;

  /** Checks and copies. */
  public DriveProfile {
    torqueRatio = checked("torque ratio", torqueRatio);
    viscousFriction = checked("viscous friction", viscousFriction);
    coulombFriction = checked("Coulomb friction", coulombFriction);
    if (!(rotorInertia > 0)) {
      throw new IllegalArgumentException(
          "the rotors' inertia must be above 0, not " + rotorInertia);
    }
    if (!(positionLatencySeconds >= 0
        && positionLatencySeconds <= SimulationProfile.MAX_LATENCY_SECONDS)) {
      throw new IllegalArgumentException(
          "the position law's latency must lie within 0 and %s s, not %s"
              .formatted(SimulationProfile.MAX_LATENCY_SECONDS, positionLatencySeconds));
    }
  }

  /** The nominal motors: no friction, no latency. */
  public static DriveProfile nominal() {
    double[] ones = new double[Motor.COUNT];
    Arrays.fill(ones, 1);
    return new DriveProfile(
        ones,
        new double[Motor.COUNT],
        new double[Motor.COUNT],
        RobotModel.nominal().links().upper().inertiaY(),
        0);
  }

  /**
   * The motors of one robot among many: each with a torque constant within 15 % and frictions of
   * its own, rotors within 20 %, a position law that is up to 3 ms late.
   */
  public static DriveProfile random(RandomStream stream) {
    double[] ratio = new double[Motor.COUNT];
    double[] viscous = new double[Motor.COUNT];
    double[] coulomb = new double[Motor.COUNT];
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      ratio[motor] = stream.nextUniform(0.85, 1.15);
      viscous[motor] = stream.nextUniform(0.003, 0.010);
      coulomb[motor] = stream.nextUniform(0.02, 0.06);
    }
    double inertia = RobotModel.nominal().links().upper().inertiaY() * stream.nextUniform(0.8, 1.2);
    return new DriveProfile(ratio, viscous, coulomb, inertia, 1e-3 * stream.nextInt(4));
  }

  /** The same motors with other torques; {@code [motor]}, over the nominal ones. */
  public DriveProfile withTorqueRatio(double[] ratio) {
    return new DriveProfile(
        ratio, viscousFriction, coulombFriction, rotorInertia, positionLatencySeconds);
  }

  /** The same motors with another delay of the position law. */
  public DriveProfile withPositionLatency(double seconds) {
    return new DriveProfile(torqueRatio, viscousFriction, coulombFriction, rotorInertia, seconds);
  }

  /**
   * What friction takes from a motor's torque, Nm.
   *
   * @param velocity rad/s
   */
  double friction(int motor, double velocity) {
    double coulomb = coulombFriction[motor];
    double viscous = viscousFriction[motor] * velocity;
    return coulomb == 0
        ? viscous
        : viscous + coulomb * StrictMath.tanh(velocity / STICTION_RAD_PER_SEC);
  }

  private static double[] checked(String what, double[] values) {
    if (values.length != Motor.COUNT) {
      throw new IllegalArgumentException(
          "a drive needs a %s for %d motors, not for %d"
              .formatted(what, Motor.COUNT, values.length));
    }
    for (double value : values) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(what + " must be at least 0, not " + value);
      }
    }
    return values.clone();
  }
}
