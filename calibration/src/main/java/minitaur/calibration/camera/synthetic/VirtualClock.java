package minitaur.calibration.camera.synthetic;

import java.util.concurrent.atomic.AtomicLong;
import minitaur.hal.Clock;

/**
 * A simulated clock whose waits return immediately, so that a synthetic camera runs faster than
 * real time.
 */
public final class VirtualClock implements Clock {
  private final AtomicLong nanos = new AtomicLong();

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void waitUntil(long timeNanos) {
    nanos.accumulateAndGet(timeNanos, Math::max);
  }
}
