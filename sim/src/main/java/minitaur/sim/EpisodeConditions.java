package minitaur.sim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.InertialProfile;
import minitaur.sim.device.Range;

/**
 * What was drawn from a {@link SimulationProfile} for one episode, in the order of the fields. Does
 * not change.
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
   * @param stream always takes the same number of values
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

  /** Reads conditions that {@link #save} wrote. */
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

  /** Open-circuit voltage of the battery at the start, V. */
  public double batteryVolts() {
    return batteryVolts;
  }

  /** Age of what is read from the robot, ms. */
  public int observationLatencyMillis() {
    return observationLatencyMillis;
  }

  /** Time from writing a command to its effect, ms. */
  public int commandLatencyMillis() {
    return commandLatencyMillis;
  }

  /** What the inertial measurement unit adds to roll, rad. */
  public double rollBias() {
    return rollBiasRad;
  }

  /** What the inertial measurement unit adds to pitch, rad. */
  public double pitchBias() {
    return pitchBiasRad;
  }

  /** Factor of every mass. */
  public double massFactor() {
    return massFactor;
  }

  /** Factor of every inertia about a body's own centre of mass. */
  public double inertiaFactor() {
    return inertiaFactor;
  }

  /** Coefficient of friction between robot and ground. */
  public double friction() {
    return friction;
  }

  /** Factor of a motor's torque at a current. */
  public double motorStrength(int motor) {
    return motorStrength[motor];
  }

  /** Rounds to whole milliseconds, both bounds as likely as what lies between. */
  private static int drawMillis(Range seconds, RandomStream stream) {
    long low = Math.round(seconds.low() * MILLIS_PER_SECOND);
    long high = Math.round(seconds.high() * MILLIS_PER_SECOND);
    return (int) (low + stream.nextInt((int) (high - low) + 1));
  }
}
