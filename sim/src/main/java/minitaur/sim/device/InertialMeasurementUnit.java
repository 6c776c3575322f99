package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.RobotState;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;
import org.jspecify.annotations.Nullable;

/**
 * IMU model: roll, pitch and body rates about x and y, sampled every millisecond. A sample is the
 * ground truth plus an angle bias that is constant within an episode plus white noise. The noise is
 * added only when a sample is read, because most samples are not; reading a sample twice gives the
 * same values.
 */
public final class InertialMeasurementUnit {
  private static final long SAMPLE_NANOS = 1_000_000;

  /** Index of the angular velocity about the trunk's x axis in the model's velocity vector. */
  private static final int RATE_X = 3;

  private static final int RATE_Y = 4;

  private final InertialProfile profile;
  private final @Nullable InertialMounting mounting;
  private final SampleNoise noise = new SampleNoise();
  private final double[] normals = new double[2];
  private double rollBias;
  private double pitchBias;

  /**
   * @param mounting mounting on the trunk; null for an aligned IMU without rate bias
   */
  public InertialMeasurementUnit(InertialProfile profile, @Nullable InertialMounting mounting) {
    this.profile = profile;
    this.mounting = mounting;
  }

  /**
   * Sets the biases and the noise sequence of an episode.
   *
   * @param rollBias misalignment about x, rad
   * @param pitchBias misalignment about y, rad
   * @param stream source of the key of the episode's noise
   */
  public void resetEpisode(double rollBias, double pitchBias, RandomStream stream) {
    this.rollBias = rollBias;
    this.pitchBias = pitchBias;
    noise.reseed(stream.nextLong());
  }

  /**
   * Takes a sample without noise.
   *
   * @param groundTruth Not modified.
   * @param timeNanos current time
   * @param sample IMU values and their time stamp. Modified.
   */
  public void sample(MultibodyState groundTruth, long timeNanos, RobotState sample) {
    if (mounting == null) {
      sample.rollRad = groundTruth.roll();
      sample.pitchRad = groundTruth.pitch();
      sample.angularVelocityXRadPerSec = groundTruth.velocity[RATE_X];
      sample.angularVelocityYRadPerSec = groundTruth.velocity[RATE_Y];
    } else {
      mounting.sample(groundTruth, sample);
    }
    sample.rollRad += rollBias;
    sample.pitchRad += pitchBias;
    sample.imuTimeNanos = timeNanos;
  }

  /**
   * Adds noise to a copy of a sample.
   *
   * @param reading Modified.
   */
  public void addNoise(RobotState reading) {
    long sample = reading.imuTimeNanos / SAMPLE_NANOS;
    if (profile.angleNoiseRad() > 0) {
      noise.normalPair(2 * sample, normals);
      reading.rollRad += profile.angleNoiseRad() * normals[0];
      reading.pitchRad += profile.angleNoiseRad() * normals[1];
    }
    if (profile.rateNoiseRadPerSec() > 0) {
      noise.normalPair(2 * sample + 1, normals);
      reading.angularVelocityXRadPerSec += profile.rateNoiseRadPerSec() * normals[0];
      reading.angularVelocityYRadPerSec += profile.rateNoiseRadPerSec() * normals[1];
    }
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(rollBias);
    out.writeDouble(pitchBias);
    noise.save(out);
  }

  /** Restores a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    rollBias = in.readDouble();
    pitchBias = in.readDouble();
    noise.restore(in);
  }
}
