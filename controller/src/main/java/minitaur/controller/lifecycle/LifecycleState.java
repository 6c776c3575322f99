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
 * Where the robot is in the life of an episode, since when, why, at what cost, and what is asked of
 * the operator; everything of it is shown at the channel as it changes.
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
   * @param clock the robot's
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

  /** Episodes that ended, which is the number of the next one. */
  int episodes() {
    return episodes;
  }

  OperatorCounts counts() {
    return registry.counts();
  }

  /** How long this phase has lasted. */
  long lastingNanos() {
    return clock.nanos() - sinceNanos;
  }

  /** Moves on, where the table of moves allows it. */
  void move(Phase to, String why) {
    account();
    if (machine.move(to)) {
      reason = why;
      sinceNanos = clock.nanos();
      publish();
    }
  }

  /** Moves on to where nothing is asked of the operator. */
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

  /** Shows the time that passes, once a second. */
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

  // --- The request ---

  /** Asks the operator for a reset. */
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

  /** What is asked. */
  ResetRequest request() {
    ResetRequest asked = request;
    if (asked == null) {
      throw new IllegalStateException("nothing is asked of the operator");
    }
    return asked;
  }

  /** The request stands, but the motors are off now. */
  void motorsOff() {
    request = stillAsked(request().objections(), true);
    publish();
  }

  /** The request stands, because something is not as it should be. */
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

  /** What was asked has been done. */
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
