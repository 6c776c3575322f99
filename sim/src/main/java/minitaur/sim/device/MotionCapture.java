package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.random.RandomStream;
import minitaur.sim.dynamics.MultibodyState;

/**
 * Motion capture model. Capture k is taken at time k / rate, independently of the simulator's step:
 * between two steps the pose is interpolated, consistent with the integrator. Noise is added to the
 * position only. A pose can be polled once its capture time plus the delay has passed.
 *
 * <p>The number of pending poses is bounded; the oldest are dropped.
 */
public final class MotionCapture implements PoseSource {
  private static final int MAX_PENDING = 1024;
  private static final double NANOS_PER_SECOND = 1e9;

  private final MotionCaptureProfile profile;
  private final long delayNanos;
  private final RandomStream noise;

  private final Pose previous = new Pose();
  private final Pose current = new Pose();
  private final Pose[] pending = new Pose[MAX_PENDING];
  private int oldest;
  private int size;
  private long nextCapture;

  /**
   * @param noise random stream of the noise; not shared with another device
   */
  public MotionCapture(MotionCaptureProfile profile, RandomStream noise) {
    this.profile = profile;
    this.noise = noise;
    delayNanos = Math.round(profile.delaySeconds() * NANOS_PER_SECOND);
    Arrays.setAll(pending, i -> new Pose());
  }

  /**
   * Records the trunk's current pose and takes all captures scheduled since the last call.
   *
   * @param state Not modified.
   * @param timeNanos current time, after that of the last call; motion in between is assumed
   *     uniform
   */
  public void update(MultibodyState state, long timeNanos) {
    previous.set(current);
    setPose(current, state, timeNanos);
    for (long captureTime = captureNanos(nextCapture);
        captureTime <= timeNanos;
        captureTime = captureNanos(nextCapture)) {
      nextCapture++;
      capture(captureTime);
    }
  }

  /**
   * Sets the pose after a discontinuity, such as a reset, without capturing anything.
   *
   * @param state Not modified.
   */
  public void resetPose(MultibodyState state, long timeNanos) {
    setPose(current, state, timeNanos);
  }

  @Override
  public boolean poll(Pose pose) {
    if (size == 0 || pending[oldest].timeNanos + delayNanos > current.timeNanos) {
      return false;
    }
    pose.set(pending[oldest]);
    oldest = (oldest + 1) % MAX_PENDING;
    size--;
    return true;
  }

  /** Does nothing; there are no resources to release. */
  @Override
  public void close() {}

  /** Writes the whole state except the noise stream, which its owner saves. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(nextCapture);
    current.save(out);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      pending[(oldest + i) % MAX_PENDING].save(out);
    }
  }

  /**
   * Restores a state that {@link #save} wrote.
   *
   * @throws IOException if more poses were saved than fit
   */
  public void restore(DataInput in) throws IOException {
    nextCapture = in.readLong();
    current.restore(in);
    int saved = in.readInt();
    if (saved < 0 || saved > MAX_PENDING) {
      throw new IOException(
          "%d poses were saved, but only %d fit here".formatted(saved, MAX_PENDING));
    }
    oldest = 0;
    size = saved;
    for (int i = 0; i < saved; i++) {
      pending[i].restore(in);
    }
  }

  private long captureNanos(long number) {
    return Math.round(number * NANOS_PER_SECOND / profile.rateHz());
  }

  private void capture(long captureTime) {
    if (size == MAX_PENDING) {
      oldest = (oldest + 1) % MAX_PENDING;
      size--;
    }
    Pose pose = pending[(oldest + size) % MAX_PENDING];
    size++;
    if (captureTime == current.timeNanos) {
      pose.set(current);
    } else {
      double fraction =
          (double) (captureTime - previous.timeNanos) / (current.timeNanos - previous.timeNanos);
      Pose.interpolate(previous, current, fraction, pose);
      pose.timeNanos = captureTime;
    }
    if (profile.noiseMetres() > 0) {
      pose.xMetres += profile.noiseMetres() * noise.nextGaussian();
      pose.yMetres += profile.noiseMetres() * noise.nextGaussian();
      pose.zMetres += profile.noiseMetres() * noise.nextGaussian();
    }
  }

  private static void setPose(Pose pose, MultibodyState state, long timeNanos) {
    pose.timeNanos = timeNanos;
    pose.xMetres = state.position[0];
    pose.yMetres = state.position[1];
    pose.zMetres = state.position[2];
    pose.qw = state.quaternion[0];
    pose.qx = state.quaternion[1];
    pose.qy = state.quaternion[2];
    pose.qz = state.quaternion[3];
  }
}
