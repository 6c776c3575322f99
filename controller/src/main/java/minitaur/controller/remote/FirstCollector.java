package minitaur.controller.remote;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The one robot that takes the place which the robot of a training in one process has. */
final class FirstCollector {
  private final AtomicReference<@Nullable String> robot = new AtomicReference<>();

  /** Whether {@code asking} is the first that asked, now or before. */
  boolean isThis(String asking) {
    return robot.compareAndSet(null, asking) || asking.equals(robot.get());
  }
}
