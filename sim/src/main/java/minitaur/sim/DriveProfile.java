package minitaur.sim;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.RobotModel;

/**
 * Deviations of one robot's motors from the nominal ones. They are properties of the robot and are
 * not redrawn per episode.
 *
 * @param torqueRatio {@code [motor]} ratio of the actual torque to the nominal torque at the same
 *     current
 * @param viscousFriction {@code [motor]} Nm s/rad
 * @param coulombFriction {@code [motor]} Nm, reached within {@link #STICTION_RAD_PER_SEC}
 * @param rotorInertia combined inertia of rotor and upper link about the motor's axis, kg m2
 * @param positionLatencySeconds age of the encoder sample used by the position loop; rounded to
 *     whole milliseconds
 */
public record DriveProfile(
    double[] torqueRatio,
    double[] viscousFriction,
    double[] coulombFriction,
    double rotorInertia,
    double positionLatencySeconds) {

  /**
   * Velocity scale of the smoothed Coulomb friction, c tanh(qdot / this), rad/s: small enough for
   * friction to hold a leg, large enough for stability at a time step of 1 ms.
   */
  public static final double STICTION_RAD_PER_SEC = 0.05;

  /** Validates and copies the arrays. */
  public DriveProfile {
    torqueRatio = requireNonNegative("torque ratio", torqueRatio);
    viscousFriction = requireNonNegative("viscous friction", viscousFriction);
    coulombFriction = requireNonNegative("Coulomb friction", coulombFriction);
    if (!(rotorInertia > 0)) {
      throw new IllegalArgumentException(
          "the rotors' inertia must be above 0, not " + rotorInertia);
    }
    if (!(positionLatencySeconds >= 0
        && positionLatencySeconds <= SimulationProfile.MAX_LATENCY_SECONDS)) {
      throw new IllegalArgumentException(
          "the position loop's latency must be between 0 and %s s, not %s"
              .formatted(SimulationProfile.MAX_LATENCY_SECONDS, positionLatencySeconds));
    }
  }

  /** Nominal motors without friction or latency. */
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
   * Draws the motors of one robot: torque ratio within 15 % and friction drawn for each motor,
   * rotor inertia within 20 %, and a position-loop latency of 0 to 3 ms.
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

  /** Returns a copy with other torque ratios, {@code [motor]}. */
  public DriveProfile withTorqueRatio(double[] ratio) {
    return new DriveProfile(
        ratio, viscousFriction, coulombFriction, rotorInertia, positionLatencySeconds);
  }

  /** Returns a copy with another position-loop latency, s. */
  public DriveProfile withPositionLatency(double seconds) {
    return new DriveProfile(torqueRatio, viscousFriction, coulombFriction, rotorInertia, seconds);
  }

  /**
   * Friction torque that opposes a motor's motion, Nm.
   *
   * @param velocity motor velocity, rad/s
   */
  double friction(int motor, double velocity) {
    double coulomb = coulombFriction[motor];
    double viscous = viscousFriction[motor] * velocity;
    return coulomb == 0
        ? viscous
        : viscous + coulomb * StrictMath.tanh(velocity / STICTION_RAD_PER_SEC);
  }

  private static double[] requireNonNegative(String name, double[] values) {
    if (values.length != Motor.COUNT) {
      throw new IllegalArgumentException(
          "%s must have %d values, one for each motor, not %d"
              .formatted(name, Motor.COUNT, values.length));
    }
    for (double value : values) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(name + " must be at least 0, not " + value);
      }
    }
    return values.clone();
  }
}
