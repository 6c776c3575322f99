package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.RobotState;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;

/**
 * Roll, pitch and their body rates, sampled every millisecond: the truth, plus a bias of each angle
 * that holds for an episode, plus white noise of every sample.
 */
public final class InertialMeasurementUnit {
  /**
   * Where the angular velocity about the trunk's own x axis stands among the model's velocities.
   */
  private static final int RATE_X = 3;

  private static final int RATE_Y = 4;

  private final InertialProfile profile;
  private final RandomStream noise;
  private double rollBias;
  private double pitchBias;

  /**
   * @param noise where the noise comes from; not shared with another device
   */
  public InertialMeasurementUnit(InertialProfile profile, RandomStream noise) {
    this.profile = profile;
    this.noise = noise;
  }

  /** Mounts the unit askew by these angles, rad. */
  public void bias(double roll, double pitch) {
    rollBias = roll;
    pitchBias = pitch;
  }

  /**
   * Takes a sample.
   *
   * @param truth Not modified.
   * @param timeNanos now
   * @param sample the unit's values and their time. Modified.
   */
  public void sample(MultibodyState truth, long timeNanos, RobotState sample) {
    sample.rollRad = truth.roll() + rollBias + noise(profile.angleNoiseRad());
    sample.pitchRad = truth.pitch() + pitchBias + noise(profile.angleNoiseRad());
    sample.angularVelocityXRadPerSec = truth.velocity[RATE_X] + noise(profile.rateNoiseRadPerSec());
    sample.angularVelocityYRadPerSec = truth.velocity[RATE_Y] + noise(profile.rateNoiseRadPerSec());
    sample.imuTimeNanos = timeNanos;
  }

  /** Writes the whole state but for the noise stream, which its owner saves. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(rollBias);
    out.writeDouble(pitchBias);
  }

  /** Reads a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    rollBias = in.readDouble();
    pitchBias = in.readDouble();
  }

  private double noise(double deviation) {
    return deviation == 0 ? 0 : deviation * noise.nextGaussian();
  }
}
