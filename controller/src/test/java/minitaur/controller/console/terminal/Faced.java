package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;

/** An operator channel and the output of an interface to it. */
final class Faced {
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  final OperatorChannel desk = new OperatorChannel(() -> Instant.ofEpochMilli(0));
  final Queue<String> lines = new ConcurrentLinkedQueue<>();

  void enter(Phase phase) {
    desk.publish(phase, "fell", 1, null, OperatorCounts.NONE);
  }

  void ask(long number, String... objections) {
    ResetRequest request =
        new ResetRequest(
            number,
            0,
            "the robot fell backward, pitch -41 degrees, after 212 steps",
            "set it at the start line",
            "the next episode begins",
            List.of(objections),
            false);
    desk.publish(Phase.RESET_REQUESTED, request.what(), 1, request, OperatorCounts.NONE);
  }

  boolean shows(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  void awaitLine(String text) {
    await(() -> shows(text), text);
  }

  void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s, in %s", what, lines).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
