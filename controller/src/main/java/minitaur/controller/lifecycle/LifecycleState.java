package minitaur.controller.lifecycle;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/**
 * State of the episode lifecycle: phase, start time, reason, counters and pending reset request.
 * Every change is published on the channel.
 */
final class LifecycleState {
  private static final long SHOW_NANOS = 1_000_000_000;

  private final Clock clock;
  private final OperatorChannel channel;
  private final PhaseMachine machine = new PhaseMachine();
  private final RunCounters registry = new RunCounters();
  private int episodes;
  private long sinceNanos;
  private long accountedNanos;
  private long shownNanos;
  private String reason = "the run begins";
  private @Nullable ResetRequest request;

  /**
   * @param clock clock of the robot
   */
  LifecycleState(Clock clock, OperatorChannel channel) {
    this.clock = clock;
    this.channel = channel;
    sinceNanos = clock.nanos();
    accountedNanos = sinceNanos;
  }

  Phase phase() {
    return machine.phase();
  }

  String reason() {
    return reason;
  }

  /** Number of completed episodes, which is the index of the next one. */
  int episodes() {
    return episodes;
  }

  OperatorCounts counts() {
    return registry.counts();
  }

  /** Duration of the current phase so far. */
  long lastingNanos() {
    return clock.nanos() - sinceNanos;
  }

  /** Enters a phase if {@link PhaseMachine} allows the transition. */
  void move(Phase to, String why) {
    account();
    if (machine.move(to)) {
      reason = why;
      sinceNanos = clock.nanos();
      publish();
    }
  }

  /** Enters a phase and clears the reset request. */
  void moveUnasked(Phase to, String why) {
    request = null;
    move(to, why);
  }

  private void account() {
    long now = clock.nanos();
    registry.spend(machine.phase(), now - accountedNanos);
    accountedNanos = now;
  }

  private void publish() {
    channel.publish(machine.phase(), reason, episodes, request, registry.counts());
  }

  /** Publishes the elapsed times once per second. */
  void showTime() {
    long now = clock.nanos();
    if (now - shownNanos >= SHOW_NANOS) {
      shownNanos = now;
      account();
      channel.publish(registry.counts());
    }
  }

  void countEpisode(boolean fell) {
    episodes++;
    registry.episode(fell);
  }

  void countStandUp() {
    registry.standUp();
  }

  // --- Reset request ---

  /** Requests a reset from the operator. */
  void ask(String what, String todo) {
    request =
        new ResetRequest(
            registry.nextRequest(),
            channel.nowMillis(),
            what,
            todo,
            ResetInstructions.next(episodes),
            List.of(),
            false);
    move(Phase.RESET_REQUESTED, what);
  }

  /** The pending reset request. */
  ResetRequest request() {
    ResetRequest asked = request;
    if (asked == null) {
      throw new IllegalStateException("nothing is asked of the operator");
    }
    return asked;
  }

  /** Marks the pending request: the motors are now off. */
  void motorsOff() {
    request = stillAsked(request().objections(), true);
    publish();
  }

  /** Rejects the confirmation of the pending request with the given objections. */
  void object(List<String> objections) {
    request = stillAsked(objections, request().motorsOff());
    move(Phase.RESET_REQUESTED, "the reset was not accepted: " + String.join("; ", objections));
  }

  private ResetRequest stillAsked(List<String> objections, boolean motorsOff) {
    ResetRequest old = request();
    return new ResetRequest(
        old.number(),
        old.askedAtMillis(),
        old.what(),
        old.todo(),
        old.next(),
        objections,
        motorsOff);
  }

  /** Counts the completed reset and clears the request. */
  void countReset() {
    registry.reset();
    request = null;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(episodes);
    registry.save(out);
  }

  void restore(DataInput in) throws IOException {
    episodes = in.readInt();
    registry.restore(in);
    sinceNanos = clock.nanos();
    accountedNanos = sinceNanos;
    shownNanos = sinceNanos;
  }
}
