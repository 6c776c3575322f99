package minitaur.hal.mocap.client;

import minitaur.hal.mocap.wire.BodySample;

/**
 * Derives capture times from time stamps that may be coarser than the frame interval, such as those
 * of a server whose clock advances in steps of 15.6 ms. Stamps are coarse if different samples
 * share one, or if they advance less regularly than the samples arrive. The time is then counted in
 * frames: each frame advances it by the measured interval, and an alpha-beta filter (with a fading
 * memory of 240 frames) keeps it in the middle of the interval that the stamps allow. Fine stamps
 * are passed through unchanged.
 *
 * <p>All times are on the server's clock. Allocates nothing after construction. Not thread-safe,
 * except that other threads may read {@link #stepNanos}.
 */
final class FrameClock {
  /** Number of samples that are evaluated together. */
  private static final int WINDOW = 64;

  /** Number of samples before the first evaluation. */
  private static final int FIRST = 32;

  /** Number of shared stamps in the window from which chance is ruled out. */
  private static final int SHARED = 3;

  private static final double IRREGULAR = 0.15;
  private static final double FRACTION = 0.25;
  private static final double LESS_REGULAR = 2;
  private static final int MEMORY = 240;

  private final long[] stamps = new long[WINDOW];
  private final long[] arrivals = new long[WINDOW];
  private final long[] numbers = new long[WINDOW];
  private int size;
  private int oldest;
  private long counted;
  private int judgedAgo;

  private double time;
  private double interval;
  private double base;
  private int updates;
  private volatile long stepNanos;

  /** Resets everything, for a new connection or a new clock. */
  void reset() {
    size = 0;
    oldest = 0;
    judgedAgo = 0;
    stepNanos = 0;
  }

  /** The step of coarse stamps, ns; 0 while stamps are fine. */
  long stepNanos() {
    return stepNanos;
  }

  /** The measured frame interval while stamps are coarse, ns. */
  double intervalNanos() {
    return interval;
  }

  /** Whether capture times are counted in frames instead of read from the stamps. */
  boolean isCoarse() {
    return stepNanos > 0;
  }

  /**
   * The capture time of a sample, in the server's time.
   *
   * @param sample neither a duplicate nor out of order. Not modified
   */
  long capture(BodySample sample, long receivedNanos) {
    boolean numbered = sample.frame != BodySample.UNNUMBERED;
    if (isCoarse()) {
      int newest = (oldest + size - 1) % WINDOW;
      long frames =
          numbered
              ? Math.max(1, sample.frame - numbers[newest])
              : elapsedFrames(
                  sample.serverNanos - stamps[newest], receivedNanos - arrivals[newest]);
      add(sample, receivedNanos, numbered);
      advance(frames, sample.serverNanos);
      judgedAgo++;
      if (judgedAgo >= WINDOW) {
        judgedAgo = 0;
        judge();
      }
      return isCoarse() ? Math.round(base + time) : sample.serverNanos;
    }
    add(sample, receivedNanos, numbered);
    judgedAgo++;
    if (size >= FIRST && judgedAgo >= FIRST / 2) {
      judgedAgo = 0;
      judge();
      if (isCoarse()) {
        replay(numbered);
        return Math.round(base + time);
      }
    }
    return sample.serverNanos;
  }

  private void add(BodySample sample, long receivedNanos, boolean numbered) {
    counted++;
    int at = (oldest + size) % WINDOW;
    if (size == WINDOW) {
      oldest = (oldest + 1) % WINDOW;
    } else {
      size++;
    }
    stamps[at] = sample.serverNanos;
    arrivals[at] = receivedNanos;
    numbers[at] = numbered ? sample.frame : counted;
  }

  /** Determines whether the stamps of the window are coarse, and their step. */
  private void judge() {
    int last = (oldest + size - 1) % WINDOW;
    double frames = numbers[last] - numbers[oldest];
    double stampMean = (stamps[last] - stamps[oldest]) / frames;
    double arrivalMean = (arrivals[last] - arrivals[oldest]) / frames;
    long smallest = Long.MAX_VALUE;
    int shared = 0;
    int uneven = 0;
    double stampSquares = 0;
    double arrivalSquares = 0;
    for (int i = 1; i < size; i++) {
      int at = (oldest + i) % WINDOW;
      int before = (oldest + i - 1) % WINDOW;
      long count = numbers[at] - numbers[before];
      long step = stamps[at] - stamps[before];
      if (step == 0) {
        shared++;
      } else {
        smallest = Math.min(smallest, step);
      }
      double stampError = step - stampMean * count;
      double arrivalError = arrivals[at] - arrivals[before] - arrivalMean * count;
      uneven += Math.abs(stampError) > FRACTION * stampMean ? 1 : 0;
      stampSquares += stampError * stampError;
      arrivalSquares += arrivalError * arrivalError;
    }
    double deviation = Math.sqrt(stampSquares / (size - 1));
    boolean irregular =
        uneven >= SHARED
            && deviation > IRREGULAR * stampMean
            && stampSquares > LESS_REGULAR * LESS_REGULAR * arrivalSquares;
    if (!(stampMean > 0) || !(shared >= SHARED || irregular)) {
      stepNanos = 0;
      return;
    }
    if (isCoarse()) {
      return;
    }
    // Irregular stamps that are not shared are uncertain by about their deviation.
    stepNanos = shared >= SHARED ? smallest : Math.max(smallest, Math.round(2 * deviation));
    // Arrivals give a better interval than coarse stamps, unless they come in a burst.
    boolean burst = Math.abs(arrivalMean - stampMean) * frames > stepNanos;
    interval = burst ? stampMean : arrivalMean;
  }

  /** Starts counting at the oldest sample of the window. */
  private void replay(boolean numbered) {
    base = stamps[oldest];
    time = stepNanos / 2.0;
    // The interval is already known from the arrivals.
    updates = FIRST;
    for (int i = 1; i < size; i++) {
      int at = (oldest + i) % WINDOW;
      int before = (oldest + i - 1) % WINDOW;
      advance(
          numbered
              ? numbers[at] - numbers[before]
              : elapsedFrames(stamps[at] - stamps[before], arrivals[at] - arrivals[before]),
          stamps[at]);
    }
  }

  /** Number of frames consistent with the steps of stamps and arrivals, at least 1. */
  private long elapsedFrames(long stampStep, long arrivalStep) {
    double byArrival = Math.rint(arrivalStep / interval);
    double least = Math.ceil((stampStep - stepNanos) / interval - FRACTION);
    double most = Math.floor((stampStep + stepNanos) / interval + FRACTION);
    return (long) Math.max(1, Math.max(least, Math.min(most, byArrival)));
  }

  private void advance(long frames, long stamp) {
    double before = time;
    time += frames * interval;
    // The true time lies in [stamp, stamp + step), on average in the middle.
    double error = stamp - base + stepNanos / 2.0 - time;
    if (Math.abs(error) > stepNanos / 2.0 + 1.5 * interval) {
      // Frames were miscounted, or the clock was set.
      time = Math.max(before + interval / 2, time + error);
      return;
    }
    updates = Math.min(updates + 1, MEMORY);
    double k = updates;
    time += 2 * (2 * k - 1) / (k * (k + 1)) * error;
    interval += 6 / (k * (k + 1)) * error / frames;
    time = Math.max(time, before + interval / 2);
  }
}
