package minitaur.controller.remote;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first robot that joins; it uses the random streams of a single-process training.
 */
final class FirstCollector {
  private final AtomicReference<@Nullable String> robot = new AtomicReference<>();

  /** Whether {@code name} is the first robot that called this method. */
  boolean isFirst(String name) {
    return robot.compareAndSet(null, name) || name.equals(robot.get());
  }
}
