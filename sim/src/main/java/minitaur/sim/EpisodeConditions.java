package minitaur.sim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.InertialProfile;
import minitaur.sim.device.Range;

/**
 * Randomized conditions of one episode, drawn from a {@link SimulationProfile} in the order of the
 * fields. Immutable.
 */
public final class EpisodeConditions {
  private static final double MILLIS_PER_SECOND = 1000;

  private final double batteryVolts;
  private final int observationLatencyMillis;
  private final int commandLatencyMillis;
  private final double rollBiasRad;
  private final double pitchBiasRad;
  private final double massFactor;
  private final double inertiaFactor;
  private final double friction;
  private final double[] motorStrength = new double[Motor.COUNT];

  /**
   * Draws the conditions of an episode.
   *
   * @param stream source of randomness; the number of values drawn is constant
   */
  EpisodeConditions(SimulationProfile profile, RandomStream stream) {
    batteryVolts = profile.power().volts().draw(stream);
    observationLatencyMillis = drawMillis(profile.latency().observationSeconds(), stream);
    commandLatencyMillis = drawMillis(profile.latency().commandSeconds(), stream);
    InertialProfile inertial = profile.inertial();
    rollBiasRad = inertial.angleBiasRad().draw(stream);
    pitchBiasRad = inertial.angleBiasRad().draw(stream);
    BodyProfile body = profile.body();
    massFactor = body.massFactor().draw(stream);
    inertiaFactor = body.inertiaFactor().draw(stream);
    friction = body.friction().draw(stream);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      motorStrength[motor] = body.motorStrength().draw(stream);
    }
  }

  /** Restores conditions that {@link #save} wrote. */
  EpisodeConditions(DataInput in) throws IOException {
    batteryVolts = in.readDouble();
    observationLatencyMillis = in.readInt();
    commandLatencyMillis = in.readInt();
    rollBiasRad = in.readDouble();
    pitchBiasRad = in.readDouble();
    massFactor = in.readDouble();
    inertiaFactor = in.readDouble();
    friction = in.readDouble();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      motorStrength[motor] = in.readDouble();
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(batteryVolts);
    out.writeInt(observationLatencyMillis);
    out.writeInt(commandLatencyMillis);
    out.writeDouble(rollBiasRad);
    out.writeDouble(pitchBiasRad);
    out.writeDouble(massFactor);
    out.writeDouble(inertiaFactor);
    out.writeDouble(friction);
    for (double strength : motorStrength) {
      out.writeDouble(strength);
    }
  }

  /** Open-circuit battery voltage at the start of the episode, V. */
  public double batteryVolts() {
    return batteryVolts;
  }

  /** Observation latency, ms. */
  public int observationLatencyMillis() {
    return observationLatencyMillis;
  }

  /** Command latency: time from writing a command to its effect, ms. */
  public int commandLatencyMillis() {
    return commandLatencyMillis;
  }

  /** Roll bias of the IMU, rad. */
  public double rollBias() {
    return rollBiasRad;
  }

  /** Pitch bias of the IMU, rad. */
  public double pitchBias() {
    return pitchBiasRad;
  }

  /** Factor of every mass. */
  public double massFactor() {
    return massFactor;
  }

  /** Factor of every body's inertia about its center of mass. */
  public double inertiaFactor() {
    return inertiaFactor;
  }

  /** Coefficient of friction between robot and ground. */
  public double friction() {
    return friction;
  }

  /** Factor of a motor's torque at a given current. */
  public double motorStrength(int motor) {
    return motorStrength[motor];
  }

  /** Draws whole milliseconds uniformly, both bounds inclusive. */
  private static int drawMillis(Range seconds, RandomStream stream) {
    long low = Math.round(seconds.low() * MILLIS_PER_SECOND);
    long high = Math.round(seconds.high() * MILLIS_PER_SECOND);
    return (int) (low + stream.nextInt((int) (high - low) + 1));
  }
}
