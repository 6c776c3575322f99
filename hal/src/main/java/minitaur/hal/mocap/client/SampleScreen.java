package minitaur.hal.mocap.client;

import minitaur.hal.mocap.DropCounts;
import minitaur.hal.mocap.DropReason;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.wire.BodySample;
import org.jspecify.annotations.Nullable;

/**
 * Converts samples of the robot's body into poses in local time. A sample is dropped, and counted
 * by its {@link DropReason}, unless it is tracked, plausible, later than the last one and different
 * from it. Servers without a validity flag report a lost body by repeating its pose bit for bit;
 * measured poses never repeat exactly.
 *
 * <p>Allocates nothing after construction. Not thread-safe, except that other threads may read the
 * counts.
 */
final class SampleScreen {
  /** Stamps that go back by more than this are not due to reordering by the network. */
  private static final long DISORDER_NANOS = 500_000_000;

  /**
   * Stamps that advance by this much more than the local time mean that the server's clock was set.
   */
  private static final long FORWARD_JUMP_NANOS = 500_000_000;

  /** This many earlier stamps in a row, in order among themselves, mean that the clock was set. */
  private static final int EARLIER_FRAMES = 5;

  /** A larger step of the frame numbers means that the server restarted its count. */
  private static final long LONGEST_GAP_FRAMES = 10_000;

  private static final double LEAST_QUATERNION = 0.5;

  /**
   * Larger than any laboratory. Detects a wrong unit: a robot at 0.2 m is at 200 in millimeters.
   */
  private static final double MAX_HORIZONTAL_METRES = 100;

  private static final double MAX_HEIGHT_METRES = 10;

  private final ServerClock clock;
  private final TrunkTransform transform;
  private final FrameClock frameClock = new FrameClock();
  private final DropCounts drops = new DropCounts();
  private final BodySample last = new BodySample();
  private final BodySample unit = new BodySample();
  private boolean hasLast;
  private long lastFrame = BodySample.UNNUMBERED;
  private long lastReceivedNanos;
  private int earlierInARow;
  private long newestEarlierNanos;

  private volatile long frames;
  private volatile long missing;
  private volatile long clockJumps;
  private volatile double implausibleMetres;

  SampleScreen(ServerClock clock, TrunkTransform transform) {
    this.clock = clock;
    this.transform = transform;
  }

  /** Discards the last sample and the clock offset; keeps the counts. */
  void reset() {
    hasLast = false;
    lastFrame = BodySample.UNNUMBERED;
    earlierInARow = 0;
    clock.reset();
    frameClock.reset();
  }

  /**
   * Checks a sample and converts it.
   *
   * @param sample Not modified, not kept.
   * @param pose Modified when the result is true.
   * @return whether the sample was converted
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  boolean accept(BodySample sample, long receivedNanos, Pose pose) {
    frames++;
    countMissing(sample.frame);
    DropReason reason = judge(sample, receivedNanos, pose);
    if (reason != null) {
      drops.drop(reason);
      return false;
    }
    drops.accept();
    return true;
  }

  private @Nullable DropReason judge(BodySample sample, long receivedNanos, Pose pose) {
    if (!sample.tracked) {
      return DropReason.NOT_TRACKED;
    }
    if (!isValid(sample)) {
      return DropReason.INVALID;
    }
    if (!isPlausible(sample)) {
      return DropReason.IMPLAUSIBLE;
    }
    boolean same = hasLast && isSamePlace(sample);
    boolean sameTime = hasLast && sample.serverNanos == last.serverNanos;
    if (hasLast) {
      DropReason disorder = order(sample, receivedNanos, same);
      if (disorder != null) {
        return disorder;
      }
    }
    last.set(sample);
    hasLast = true;
    lastReceivedNanos = receivedNanos;
    earlierInARow = 0;
    boolean wasCoarse = frameClock.isCoarse();
    long captured = frameClock.capture(sample, receivedNanos);
    if (frameClock.isCoarse() != wasCoarse) {
      clock.reset();
    }
    if (sameTime && !frameClock.isCoarse()) {
      return DropReason.SAME_TIME;
    }
    clock.arrived(receivedNanos, captured);
    if (same) {
      return DropReason.FROZEN;
    }
    if (!clock.isSettled()) {
      return DropReason.CLOCK_UNKNOWN;
    }
    normalize(sample);
    transform.apply(unit, pose);
    pose.timeNanos = clock.local(captured, receivedNanos);
    return null;
  }

  /** Number of samples of the body. */
  long frames() {
    return frames;
  }

  /** Number of samples that never arrived, according to the frame numbers. */
  long missing() {
    return missing;
  }

  /** Dropped samples by reason. */
  DropCounts drops() {
    return drops;
  }

  /** Number of jumps of the server's clock. */
  long clockJumps() {
    return clockJumps;
  }

  /** The largest coordinate of the last implausible sample; 0 for none. */
  double implausibleMetres() {
    return implausibleMetres;
  }

  /** Estimator of capture times. */
  FrameClock frameClock() {
    return frameClock;
  }

  private static boolean isValid(BodySample s) {
    double norm = norm(s);
    // The comparisons are false for NaN.
    return Double.isFinite(s.xMetres + s.yMetres + s.zMetres)
        && norm >= LEAST_QUATERNION
        && norm <= 1 / LEAST_QUATERNION;
  }

  private boolean isPlausible(BodySample s) {
    double largest =
        Math.max(Math.abs(s.xMetres), Math.max(Math.abs(s.yMetres), Math.abs(s.zMetres)));
    if (largest <= MAX_HORIZONTAL_METRES
        && Math.abs(transform.heightMetres(s)) <= MAX_HEIGHT_METRES) {
      return true;
    }
    implausibleMetres = largest;
    return false;
  }

  /** Why the sample does not follow the last one; null if it does or if the clock was set. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private @Nullable DropReason order(BodySample sample, long receivedNanos, boolean same) {
    long step = sample.serverNanos - last.serverNanos;
    boolean numbered = sample.frame != BodySample.UNNUMBERED;
    boolean repeated =
        numbered ? sample.frame == last.frame : step == 0 && same && !frameClock.isCoarse();
    if (repeated) {
      return DropReason.DUPLICATE;
    }
    if (step == 0) {
      return numbered && sample.frame < last.frame ? DropReason.OUT_OF_ORDER : null;
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
      frameClock.reset();
    }
    return jumped || step > 0 ? null : DropReason.OUT_OF_ORDER;
  }

  /**
   * Counts gaps of the frame numbers. Includes untracked samples, so that they do not count as
   * missing.
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void countMissing(long frame) {
    long gap = frame - lastFrame - 1;
    if (lastFrame != BodySample.UNNUMBERED && gap > 0 && gap < LONGEST_GAP_FRAMES) {
      missing += gap;
    }
    // A late frame does not become the reference for the next ones; a restarted count does.
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
