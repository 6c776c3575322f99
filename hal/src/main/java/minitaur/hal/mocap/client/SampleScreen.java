package minitaur.hal.mocap.client;

import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.wire.BodySample;

/**
 * Turns samples of the robot's body into poses in our time, and lets through only what can be one:
 * seen, later than the last, finite, with a rotation, and not the same to the last bit, which is
 * how servers without a flag show a body that they lost; what cameras really see is never so still.
 *
 * <p>Allocates nothing after construction. Used by one thread; counts may be read by others.
 */
final class SampleScreen {
  /** Stamps that go back by more cannot be the disorder of a network. */
  private static final long DISORDER_NANOS = 500_000_000;

  /** Stamps that go on by this much more than time did mean that the clock was set. */
  private static final long FORWARD_JUMP_NANOS = 500_000_000;

  /** So many stamps in a row that are in order among themselves are a clock that was set. */
  private static final int EARLIER_FRAMES = 5;

  /** A larger step of the frames' numbers is a server that counts anew. */
  private static final long LONGEST_GAP_FRAMES = 10_000;

  private static final double LEAST_QUATERNION = 0.5;
  private static final double LARGEST_COORDINATE = 1e4;

  private final ServerClock clock;
  private final TrunkTransform transform;
  private final BodySample last = new BodySample();
  private final BodySample unit = new BodySample();
  private boolean hasLast;
  private long lastFrame = BodySample.UNNUMBERED;
  private long lastReceivedNanos;
  private int earlierInARow;
  private long newestEarlierNanos;

  private volatile long frames;
  private volatile long unseen;
  private volatile long missing;
  private volatile long invalid;
  private volatile long disordered;
  private volatile long frozen;
  private volatile long clockJumps;

  SampleScreen(ServerClock clock, TrunkTransform transform) {
    this.clock = clock;
    this.transform = transform;
  }

  /** Forgets the last sample and the server's clock; counts stay. */
  void reset() {
    hasLast = false;
    lastFrame = BodySample.UNNUMBERED;
    earlierInARow = 0;
    clock.reset();
  }

  /**
   * Judges a sample.
   *
   * @param sample Not modified, not kept.
   * @param pose Modified when the answer is true.
   * @return whether it is a pose of the trunk
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  boolean accept(BodySample sample, long receivedNanos, Pose pose) {
    frames++;
    countMissing(sample.frame);
    if (!sample.tracked) {
      unseen++;
      return false;
    }
    if (!isValid(sample)) {
      invalid++;
      return false;
    }
    if (hasLast && !isLater(sample, receivedNanos)) {
      disordered++;
      return false;
    }
    boolean same = hasLast && isSamePlace(sample);
    last.set(sample);
    hasLast = true;
    lastReceivedNanos = receivedNanos;
    earlierInARow = 0;
    clock.arrived(receivedNanos, sample.serverNanos);
    if (same) {
      frozen++;
      return false;
    }
    if (!clock.isSettled()) {
      return false;
    }
    normalize(sample);
    transform.apply(unit, pose);
    pose.timeNanos = clock.local(sample.serverNanos, receivedNanos);
    return true;
  }

  /** Samples of the body. */
  long frames() {
    return frames;
  }

  /** Samples that never came, by the numbers of frames. */
  long missing() {
    return missing;
  }

  /** Samples that said they were no sight of the body. */
  long unseen() {
    return unseen;
  }

  /** Samples that were no numbers or no rotation. */
  long invalid() {
    return invalid;
  }

  /** Samples that were not later than the one before. */
  long disordered() {
    return disordered;
  }

  /** Samples that repeated the one before to the last bit. */
  long frozen() {
    return frozen;
  }

  /** How often the server's clock was set. */
  long clockJumps() {
    return clockJumps;
  }

  private static boolean isValid(BodySample s) {
    double place = Math.abs(s.xMetres) + Math.abs(s.yMetres) + Math.abs(s.zMetres);
    double norm = norm(s);
    // Written so that a NaN fails.
    return place <= LARGEST_COORDINATE && norm >= LEAST_QUATERNION && norm <= 1 / LEAST_QUATERNION;
  }

  /** Whether the sample follows the last one; also when the server's clock was set. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private boolean isLater(BodySample sample, long receivedNanos) {
    long step = sample.serverNanos - last.serverNanos;
    boolean repeated =
        step == 0 || (sample.frame != BodySample.UNNUMBERED && sample.frame == last.frame);
    if (repeated) {
      return false;
    }
    boolean jumped = step > receivedNanos - lastReceivedNanos + FORWARD_JUMP_NANOS;
    if (step < 0) {
      boolean inOrder = earlierInARow == 0 || sample.serverNanos > newestEarlierNanos;
      earlierInARow = inOrder ? earlierInARow + 1 : 1;
      newestEarlierNanos = sample.serverNanos;
      jumped = step < -DISORDER_NANOS || earlierInARow >= EARLIER_FRAMES;
    }
    if (jumped) {
      clockJumps++;
      clock.reset();
    }
    return jumped || step > 0;
  }

  /** Every sample counts here, so that a hidden one is not missing too. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void countMissing(long frame) {
    long gap = frame - lastFrame - 1;
    if (lastFrame != BodySample.UNNUMBERED && gap > 0 && gap < LONGEST_GAP_FRAMES) {
      missing += gap;
    }
    // A late frame is none that the next ones follow; a server that counts anew is.
    if (gap >= 0 || gap < -LONGEST_GAP_FRAMES) {
      lastFrame = frame;
    }
  }

  private boolean isSamePlace(BodySample s) {
    return s.xMetres == last.xMetres
        && s.yMetres == last.yMetres
        && s.zMetres == last.zMetres
        && s.qw == last.qw
        && s.qx == last.qx
        && s.qy == last.qy
        && s.qz == last.qz;
  }

  private void normalize(BodySample sample) {
    double norm = norm(sample);
    unit.set(sample);
    unit.qw /= norm;
    unit.qx /= norm;
    unit.qy /= norm;
    unit.qz /= norm;
  }

  private static double norm(BodySample s) {
    return Math.sqrt(s.qw * s.qw + s.qx * s.qx + s.qy * s.qy + s.qz * s.qz);
  }
}
