package minitaur.sim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.Range;

/**
 * Randomized conditions of one episode, drawn from a {@link SimulationProfile} in the order of the
 * components.
 *
 * @param batteryVolts open-circuit battery voltage at the start of the episode, V
 * @param observationLatencyMillis observation latency, ms
 * @param commandLatencyMillis time from writing a command to its effect, ms
 * @param rollBiasRad roll bias of the IMU
 * @param pitchBiasRad pitch bias of the IMU
 * @param body masses and friction
 * @param motorStrength {@code [motor]} factor of the torque at a given current
 */
public record EpisodeConditions(
    double batteryVolts,
    int observationLatencyMillis,
    int commandLatencyMillis,
    double rollBiasRad,
    double pitchBiasRad,
    Body body,
    double[] motorStrength) {

  /**
   * Conditions that are parameters of the multibody model.
   *
   * @param massFactor factor of every mass
   * @param inertiaFactor factor of every body's inertia about its center of mass
   * @param friction coefficient of friction between robot and ground
   */
  public record Body(double massFactor, double inertiaFactor, double friction) {}

  /**
   * Draws the conditions of an episode.
   *
   * @param stream source of randomness; the number of values drawn is constant
   */
  static EpisodeConditions draw(SimulationProfile profile, RandomStream stream) {
    Range angleBiasRad = profile.sensors().inertial().angleBiasRad();
    BodyProfile body = profile.body();
    EpisodeConditions drawn =
        new EpisodeConditions(
            profile.power().volts().draw(stream),
            drawMillis(profile.latency().observationSeconds(), stream),
            drawMillis(profile.latency().commandSeconds(), stream),
            angleBiasRad.draw(stream),
            angleBiasRad.draw(stream),
            new Body(
                body.massFactor().draw(stream),
                body.inertiaFactor().draw(stream),
                body.friction().draw(stream)),
            new double[Motor.COUNT]);
    Arrays.setAll(drawn.motorStrength, motor -> body.motorStrength().draw(stream));
    return drawn;
  }

  /** Restores conditions that {@link #save} wrote. */
  static EpisodeConditions restore(DataInput in) throws IOException {
    EpisodeConditions restored =
        new EpisodeConditions(
            in.readDouble(),
            in.readInt(),
            in.readInt(),
            in.readDouble(),
            in.readDouble(),
            new Body(in.readDouble(), in.readDouble(), in.readDouble()),
            new double[Motor.COUNT]);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      restored.motorStrength[motor] = in.readDouble();
    }
    return restored;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(batteryVolts);
    out.writeInt(observationLatencyMillis);
    out.writeInt(commandLatencyMillis);
    out.writeDouble(rollBiasRad);
    out.writeDouble(pitchBiasRad);
    out.writeDouble(body.massFactor);
    out.writeDouble(body.inertiaFactor);
    out.writeDouble(body.friction);
    for (double strength : motorStrength) {
      out.writeDouble(strength);
    }
  }

  /** Draws whole milliseconds uniformly, both bounds inclusive. */
  private static int drawMillis(Range seconds, RandomStream stream) {
    long low = Math.round(seconds.low() * 1000);
    long high = Math.round(seconds.high() * 1000);
    return (int) (low + stream.nextInt((int) (high - low) + 1));
  }
}
