package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.RobotState;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;

/**
 * Roll, pitch and their body rates, sampled every millisecond: the truth, plus a bias of each angle
 * that holds for an episode, plus white noise of every sample. The noise is added when a sample is
 * read, for few of them are; reading one twice gives the same.
 */
public final class InertialMeasurementUnit {
  private static final long SAMPLE_NANOS = 1_000_000;

  /**
   * Where the angular velocity about the trunk's own x axis stands among the model's velocities.
   */
  private static final int RATE_X = 3;

  private static final int RATE_Y = 4;

  private final InertialProfile profile;
  private final InertialMounting mounting;
  private final boolean aligned;
  private final SampleNoise noise = new SampleNoise();
  private final double[] normals = new double[2];
  private double rollBias;
  private double pitchBias;

  /** A unit without bias, to be mounted. */
  public InertialMeasurementUnit(InertialProfile profile) {
    this(profile, InertialMounting.aligned());
  }

  /** A unit that sits on the robot in its own way. */
  public InertialMeasurementUnit(InertialProfile profile, InertialMounting mounting) {
    this.profile = profile;
    this.mounting = mounting;
    aligned = mounting.isAligned();
  }

  /**
   * Mounts the unit for an episode.
   *
   * @param rollBias misalignment about x, rad
   * @param pitchBias misalignment about y, rad
   * @param stream gives the key of the episode's noise
   */
  public void mount(double rollBias, double pitchBias, RandomStream stream) {
    this.rollBias = rollBias;
    this.pitchBias = pitchBias;
    noise.restart(stream.nextLong());
  }

  /**
   * Takes a sample, still without noise.
   *
   * @param truth Not modified.
   * @param timeNanos now
   * @param sample the unit's values and their time. Modified.
   */
  public void sample(MultibodyState truth, long timeNanos, RobotState sample) {
    if (aligned) {
      sample.rollRad = truth.roll();
      sample.pitchRad = truth.pitch();
      sample.angularVelocityXRadPerSec = truth.velocity[RATE_X];
      sample.angularVelocityYRadPerSec = truth.velocity[RATE_Y];
    } else {
      mounting.sample(truth, sample);
    }
    sample.rollRad += rollBias;
    sample.pitchRad += pitchBias;
    sample.imuTimeNanos = timeNanos;
  }

  /**
   * Adds the noise to a copy of a sample.
   *
   * @param reading Modified.
   */
  public void addNoise(RobotState reading) {
    long sample = reading.imuTimeNanos / SAMPLE_NANOS;
    if (profile.angleNoiseRad() > 0) {
      noise.pair(2 * sample, normals);
      reading.rollRad += profile.angleNoiseRad() * normals[0];
      reading.pitchRad += profile.angleNoiseRad() * normals[1];
    }
    if (profile.rateNoiseRadPerSec() > 0) {
      noise.pair(2 * sample + 1, normals);
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

  /** Reads a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    rollBias = in.readDouble();
    pitchBias = in.readDouble();
    noise.restore(in);
  }
}
