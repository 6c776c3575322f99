package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.random.RandomStream;

/**
 * Random pushes of the trunk: a horizontal force of random direction and magnitude that is constant
 * during each push.
 *
 * <p>The time from the start of one push to the start of the next is uniform between 0.5 and 1.5
 * times the mean interval.
 */
public final class PushDisturbance {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long NEVER = Long.MAX_VALUE;

  private final PushProfile profile;
  private final RandomStream stream;
  private long nextStartNanos = NEVER;
  private long endNanos = NEVER;
  private double forceX;
  private double forceY;

  /**
   * @param stream random stream; not shared
   */
  public PushDisturbance(PushProfile profile, RandomStream stream) {
    this.profile = profile;
    this.stream = stream;
  }

  /** Ends an active push and schedules the first push of a new episode. */
  public void restart(long timeNanos) {
    push(0, 0, NEVER);
    if (profile.maxNewton() > 0) {
      scheduleAfter(timeNanos);
    }
  }

  /**
   * Advances to the given time.
   *
   * @return whether the force changed
   */
  public boolean advance(long timeNanos) {
    if (timeNanos >= nextStartNanos) {
      double direction = stream.nextUniform(-Math.PI, Math.PI);
      double newton = stream.nextUniform(0, profile.maxNewton());
      push(
          newton * StrictMath.cos(direction),
          newton * StrictMath.sin(direction),
          timeNanos + Math.round(profile.durationSeconds() * NANOS_PER_SECOND));
      scheduleAfter(timeNanos);
      return true;
    }
    if (timeNanos >= endNanos) {
      push(0, 0, NEVER);
      return true;
    }
    return false;
  }

  /**
   * Starts a push, replacing an active one; {@link #advance} reports its end.
   *
   * @param newtonX force along the world's x axis, N
   * @param newtonY force along the world's y axis, N
   * @param untilNanos end of the push
   */
  public void push(double newtonX, double newtonY, long untilNanos) {
    forceX = newtonX;
    forceY = newtonY;
    endNanos = untilNanos;
  }

  /** Force along the world's x axis, N. */
  public double forceX() {
    return forceX;
  }

  /** Force along the world's y axis, N. */
  public double forceY() {
    return forceY;
  }

  /** Writes the whole state except the stream, which its owner saves. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(nextStartNanos);
    out.writeLong(endNanos);
    out.writeDouble(forceX);
    out.writeDouble(forceY);
  }

  /** Restores a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    nextStartNanos = in.readLong();
    endNanos = in.readLong();
    forceX = in.readDouble();
    forceY = in.readDouble();
  }

  private void scheduleAfter(long timeNanos) {
    double seconds = profile.meanIntervalSeconds() * stream.nextUniform(0.5, 1.5);
    nextStartNanos = timeNanos + Math.round(seconds * NANOS_PER_SECOND);
  }
}
