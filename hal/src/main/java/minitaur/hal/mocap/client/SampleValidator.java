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
final class SampleValidator {
  /** Stamps that go back by more than this are not due to reordering by the network. */
  private static final long MAX_REORDER_NANOS = 500_000_000;

  /**
   * Stamps that advance by this much more than the local time mean that the server's clock was set.
   */
  private static final long FORWARD_JUMP_NANOS = 500_000_000;

  /** This many earlier stamps in a row, in order among themselves, mean that the clock was set. */
  private static final int MIN_BACKWARD_FRAMES = 5;

  /** A larger step of the frame numbers means that the server restarted its count. */
  private static final long MAX_GAP_FRAMES = 10_000;

  private static final double MIN_QUATERNION_NORM = 0.5;

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
  private final Pose normalized = new Pose();
  private boolean hasLast;
  private long lastFrame = BodySample.UNNUMBERED;
  private long lastReceivedNanos;
  private int consecutiveBackward;
  private long newestBackwardNanos;

  private volatile long missing;
  private volatile long clockJumps;
  private volatile double implausibleMetres;

  SampleValidator(ServerClock clock, TrunkTransform transform) {
    this.clock = clock;
    this.transform = transform;
  }

  /** Discards the last sample and the clock offset; keeps the counts. */
  void reset() {
    hasLast = false;
    lastFrame = BodySample.UNNUMBERED;
    consecutiveBackward = 0;
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
  boolean accept(BodySample sample, long receivedNanos, Pose pose) {
    countMissing(sample.frame);
    DropReason reason = convert(sample, receivedNanos, pose);
    if (reason != null) {
      drops.countDropped(reason);
      return false;
    }
    drops.countAccepted();
    return true;
  }

  private @Nullable DropReason convert(BodySample sample, long receivedNanos, Pose pose) {
    if (!sample.tracked) {
      return DropReason.NOT_TRACKED;
    }
    if (!isValid(sample.pose)) {
      return DropReason.INVALID;
    }
    if (!isPlausible(sample.pose)) {
      return DropReason.IMPLAUSIBLE;
    }
    boolean samePose = hasLast && isSamePose(sample.pose);
    boolean sameTime = hasLast && sample.pose.timeNanos == last.pose.timeNanos;
    if (hasLast) {
      DropReason orderProblem = checkOrder(sample, receivedNanos, samePose);
      if (orderProblem != null) {
        return orderProblem;
      }
    }
    last.set(sample);
    hasLast = true;
    lastReceivedNanos = receivedNanos;
    consecutiveBackward = 0;
    boolean wasCoarse = frameClock.isCoarse();
    long captureNanos = frameClock.captureNanos(sample, receivedNanos);
    if (frameClock.isCoarse() != wasCoarse) {
      clock.reset();
    }
    if (sameTime && !frameClock.isCoarse()) {
      return DropReason.SAME_TIME;
    }
    clock.addArrival(receivedNanos, captureNanos);
    if (samePose) {
      return DropReason.FROZEN;
    }
    if (!clock.isSettled()) {
      return DropReason.CLOCK_UNKNOWN;
    }
    normalize(sample.pose);
    transform.apply(normalized, pose);
    pose.timeNanos = clock.toLocalTime(captureNanos, receivedNanos);
    return null;
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

  private static boolean isValid(Pose pose) {
    double norm = norm(pose);
    // The comparisons are false for NaN.
    return Double.isFinite(pose.xMetres + pose.yMetres + pose.zMetres)
        && norm >= MIN_QUATERNION_NORM
        && norm <= 1 / MIN_QUATERNION_NORM;
  }

  private boolean isPlausible(Pose pose) {
    double maxCoordinate =
        Math.max(Math.abs(pose.xMetres), Math.max(Math.abs(pose.yMetres), Math.abs(pose.zMetres)));
    if (maxCoordinate <= MAX_HORIZONTAL_METRES
        && Math.abs(transform.heightMetres(pose)) <= MAX_HEIGHT_METRES) {
      return true;
    }
    implausibleMetres = maxCoordinate;
    return false;
  }

  /** Why the sample does not follow the last one; null if it does or if the clock was set. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private @Nullable DropReason checkOrder(BodySample sample, long receivedNanos, boolean samePose) {
    long step = sample.pose.timeNanos - last.pose.timeNanos;
    boolean numbered = sample.frame != BodySample.UNNUMBERED;
    boolean repeated =
        numbered ? sample.frame == last.frame : step == 0 && samePose && !frameClock.isCoarse();
    if (repeated) {
      return DropReason.DUPLICATE;
    }
    if (step == 0) {
      return numbered && sample.frame < last.frame ? DropReason.OUT_OF_ORDER : null;
    }
    boolean jumped = step > receivedNanos - lastReceivedNanos + FORWARD_JUMP_NANOS;
    if (step < 0) {
      boolean inOrder = consecutiveBackward == 0 || sample.pose.timeNanos > newestBackwardNanos;
      consecutiveBackward = inOrder ? consecutiveBackward + 1 : 1;
      newestBackwardNanos = sample.pose.timeNanos;
      jumped = step < -MAX_REORDER_NANOS || consecutiveBackward >= MIN_BACKWARD_FRAMES;
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
    if (lastFrame != BodySample.UNNUMBERED && gap > 0 && gap < MAX_GAP_FRAMES) {
      missing += gap;
    }
    // A late frame does not become the reference for the next ones; a restarted count does.
    if (gap >= 0 || gap < -MAX_GAP_FRAMES) {
      lastFrame = frame;
    }
  }

  private boolean isSamePose(Pose pose) {
    return pose.xMetres == last.pose.xMetres
        && pose.yMetres == last.pose.yMetres
        && pose.zMetres == last.pose.zMetres
        && pose.qw == last.pose.qw
        && pose.qx == last.pose.qx
        && pose.qy == last.pose.qy
        && pose.qz == last.pose.qz;
  }

  private void normalize(Pose pose) {
    double norm = norm(pose);
    normalized.set(pose);
    normalized.qw /= norm;
    normalized.qx /= norm;
    normalized.qy /= norm;
    normalized.qz /= norm;
  }

  private static double norm(Pose pose) {
    return Math.sqrt(pose.qw * pose.qw + pose.qx * pose.qx + pose.qy * pose.qy + pose.qz * pose.qz);
  }
}
