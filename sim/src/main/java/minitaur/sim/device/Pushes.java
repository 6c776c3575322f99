package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.random.RandomStream;

/**
 * Somebody who pushes the trunk now and then: a level force of random direction and strength that
 * holds for a moment.
 *
 * <p>From one push's beginning to the next passes a time uniform in half to one and a half of the
 * mean.
 */
public final class Pushes {
  private static final double NANOS_PER_SECOND = 1e9;

  private final PushProfile profile;
  private final RandomStream stream;
  private long beginNanos = Long.MAX_VALUE;
  private long endNanos = Long.MAX_VALUE;
  private double forceX;
  private double forceY;

  /**
   * @param stream where chance comes from; not shared
   */
  public Pushes(PushProfile profile, RandomStream stream) {
    this.profile = profile;
    this.stream = stream;
  }

  /** Ends a push that goes on and waits for the first of a new episode. */
  public void restart(long timeNanos) {
    forceX = 0;
    forceY = 0;
    endNanos = Long.MAX_VALUE;
    if (profile.strongestNewton() > 0) {
      scheduleAfter(timeNanos);
    }
  }

  /**
   * Goes forward in time.
   *
   * @return whether the force changed
   */
  public boolean advance(long timeNanos) {
    if (timeNanos >= beginNanos) {
      double direction = stream.nextUniform(-Math.PI, Math.PI);
      double newton = stream.nextUniform(0, profile.strongestNewton());
      forceX = newton * StrictMath.cos(direction);
      forceY = newton * StrictMath.sin(direction);
      scheduleAfter(timeNanos);
      endNanos = timeNanos + Math.round(profile.durationSeconds() * NANOS_PER_SECOND);
      return true;
    }
    if (timeNanos >= endNanos) {
      forceX = 0;
      forceY = 0;
      endNanos = Long.MAX_VALUE;
      return true;
    }
    return false;
  }

  /**
   * Pushes now, in place of a push that goes on; {@link #advance} reports when it ends.
   *
   * @param newtonX force along the world's x axis, N
   * @param newtonY force along the world's y axis, N
   * @param untilNanos when it ends
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

  /** Writes the whole state but for the stream, which its owner saves. */
  public void save(DataOutput out) throws IOException {
    out.writeLong(beginNanos);
    out.writeLong(endNanos);
    out.writeDouble(forceX);
    out.writeDouble(forceY);
  }

  /** Reads a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    beginNanos = in.readLong();
    endNanos = in.readLong();
    forceX = in.readDouble();
    forceY = in.readDouble();
  }

  private void scheduleAfter(long timeNanos) {
    double seconds = profile.meanIntervalSeconds() * stream.nextUniform(0.5, 1.5);
    beginNanos = timeNanos + Math.round(seconds * NANOS_PER_SECOND);
    endNanos = Long.MAX_VALUE;
  }
}
