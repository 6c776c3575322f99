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
  private static final int MIN_SAMPLES = 32;

  /** Number of shared stamps in the window from which chance is ruled out. */
  private static final int MIN_IRREGULAR_STAMPS = 3;

  private static final double MIN_RELATIVE_DEVIATION = 0.15;
  private static final double INTERVAL_TOLERANCE = 0.25;
  private static final double MIN_DEVIATION_RATIO = 2;
  private static final int MEMORY_FRAMES = 240;

  private final long[] stamps = new long[WINDOW];
  private final long[] arrivals = new long[WINDOW];
  private final long[] numbers = new long[WINDOW];
  private int size;
  private int oldest;
  private long sampleCount;
  private int samplesSinceEvaluation;

  private double time;
  private double interval;
  private double base;
  private int updates;
  private volatile long stepNanos;

  /** Resets everything, for a new connection or a new clock. */
  void reset() {
    size = 0;
    oldest = 0;
    samplesSinceEvaluation = 0;
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
  long captureNanos(BodySample sample, long receivedNanos) {
    boolean numbered = sample.frame != BodySample.UNNUMBERED;
    if (isCoarse()) {
      int newest = (oldest + size - 1) % WINDOW;
      long frames =
          numbered
              ? Math.max(1, sample.frame - numbers[newest])
              : elapsedFrames(
                  sample.pose.timeNanos - stamps[newest], receivedNanos - arrivals[newest]);
      add(sample, receivedNanos, numbered);
      advance(frames, sample.pose.timeNanos);
      samplesSinceEvaluation++;
      if (samplesSinceEvaluation >= WINDOW) {
        samplesSinceEvaluation = 0;
        evaluate();
      }
      return isCoarse() ? Math.round(base + time) : sample.pose.timeNanos;
    }
    add(sample, receivedNanos, numbered);
    samplesSinceEvaluation++;
    if (size >= MIN_SAMPLES && samplesSinceEvaluation >= MIN_SAMPLES / 2) {
      samplesSinceEvaluation = 0;
      evaluate();
      if (isCoarse()) {
        replay(numbered);
        return Math.round(base + time);
      }
    }
    return sample.pose.timeNanos;
  }

  private void add(BodySample sample, long receivedNanos, boolean numbered) {
    sampleCount++;
    int index = (oldest + size) % WINDOW;
    if (size == WINDOW) {
      oldest = (oldest + 1) % WINDOW;
    } else {
      size++;
    }
    stamps[index] = sample.pose.timeNanos;
    arrivals[index] = receivedNanos;
    numbers[index] = numbered ? sample.frame : sampleCount;
  }

  /** Determines whether the stamps of the window are coarse, and their step. */
  private void evaluate() {
    int last = (oldest + size - 1) % WINDOW;
    double frames = numbers[last] - numbers[oldest];
    double stampMean = (stamps[last] - stamps[oldest]) / frames;
    double arrivalMean = (arrivals[last] - arrivals[oldest]) / frames;
    long minStep = Long.MAX_VALUE;
    int sharedCount = 0;
    int irregularCount = 0;
    double stampSquares = 0;
    double arrivalSquares = 0;
    for (int i = 1; i < size; i++) {
      int index = (oldest + i) % WINDOW;
      int previous = (oldest + i - 1) % WINDOW;
      long count = numbers[index] - numbers[previous];
      long step = stamps[index] - stamps[previous];
      if (step == 0) {
        sharedCount++;
      } else {
        minStep = Math.min(minStep, step);
      }
      double stampError = step - stampMean * count;
      double arrivalError = arrivals[index] - arrivals[previous] - arrivalMean * count;
      irregularCount += Math.abs(stampError) > INTERVAL_TOLERANCE * stampMean ? 1 : 0;
      stampSquares += stampError * stampError;
      arrivalSquares += arrivalError * arrivalError;
    }
    double deviation = Math.sqrt(stampSquares / (size - 1));
    boolean isIrregular =
        irregularCount >= MIN_IRREGULAR_STAMPS
            && deviation > MIN_RELATIVE_DEVIATION * stampMean
            && stampSquares > MIN_DEVIATION_RATIO * MIN_DEVIATION_RATIO * arrivalSquares;
    if (!(stampMean > 0) || !(sharedCount >= MIN_IRREGULAR_STAMPS || isIrregular)) {
      stepNanos = 0;
      return;
    }
    if (isCoarse()) {
      return;
    }
    // Irregular stamps that are not shared are uncertain by about their deviation.
    stepNanos =
        sharedCount >= MIN_IRREGULAR_STAMPS
            ? minStep
            : Math.max(minStep, Math.round(2 * deviation));
    // Arrivals give a better interval than coarse stamps, unless they come in a burst.
    boolean isBurst = Math.abs(arrivalMean - stampMean) * frames > stepNanos;
    interval = isBurst ? stampMean : arrivalMean;
  }

  /** Starts counting at the oldest sample of the window. */
  private void replay(boolean numbered) {
    base = stamps[oldest];
    time = stepNanos / 2.0;
    // The interval is already known from the arrivals.
    updates = MIN_SAMPLES;
    for (int i = 1; i < size; i++) {
      int index = (oldest + i) % WINDOW;
      int previous = (oldest + i - 1) % WINDOW;
      advance(
          numbered
              ? numbers[index] - numbers[previous]
              : elapsedFrames(
                  stamps[index] - stamps[previous], arrivals[index] - arrivals[previous]),
          stamps[index]);
    }
  }

  /** Number of frames consistent with the steps of stamps and arrivals, at least 1. */
  private long elapsedFrames(long stampStep, long arrivalStep) {
    double arrivalFrames = Math.rint(arrivalStep / interval);
    double minFrames = Math.ceil((stampStep - stepNanos) / interval - INTERVAL_TOLERANCE);
    double maxFrames = Math.floor((stampStep + stepNanos) / interval + INTERVAL_TOLERANCE);
    return (long) Math.max(1, Math.max(minFrames, Math.min(maxFrames, arrivalFrames)));
  }

  private void advance(long frames, long stamp) {
    double previousTime = time;
    time += frames * interval;
    // The true time lies in [stamp, stamp + step), on average in the middle.
    double error = stamp - base + stepNanos / 2.0 - time;
    if (Math.abs(error) > stepNanos / 2.0 + 1.5 * interval) {
      // Frames were miscounted, or the clock was set.
      time = Math.max(previousTime + interval / 2, time + error);
      return;
    }
    updates = Math.min(updates + 1, MEMORY_FRAMES);
    double k = updates;
    time += 2 * (2 * k - 1) / (k * (k + 1)) * error;
    interval += 6 / (k * (k + 1)) * error / frames;
    time = Math.max(time, previousTime + interval / 2);
  }
}
