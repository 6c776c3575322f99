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

/** An operator channel and the output of an operator interface connected to it. */
final class OperatorFixture {
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  final OperatorChannel channel = new OperatorChannel(() -> Instant.ofEpochMilli(0));
  final Queue<String> lines = new ConcurrentLinkedQueue<>();

  void publishPhase(Phase phase) {
    channel.publish(phase, "fell", 1, null, OperatorCounts.NONE);
  }

  void requestReset(long number, String... objections) {
    ResetRequest request =
        new ResetRequest(
            number,
            0,
            "the robot fell backward, pitch -41 degrees, after 212 steps",
            "place the robot at the start line",
            "the next episode begins",
            List.of(objections),
            false);
    channel.publish(Phase.RESET_REQUESTED, request.cause(), 1, request, OperatorCounts.NONE);
  }

  boolean hasLine(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  void awaitLine(String text) {
    await(() -> hasLine(text), text);
  }

  void await(BooleanSupplier condition, String description) {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s, in %s", description, lines).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
