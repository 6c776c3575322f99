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
  private static final long PUBLISH_PERIOD_NANOS = 1_000_000_000;

  private final Clock clock;
  private final OperatorChannel channel;
  private final PhaseMachine machine = new PhaseMachine();
  private final RunCounters counters = new RunCounters();
  private int episodes;
  private long phaseStartNanos;
  private long lastUpdateNanos;
  private long lastPublishNanos;
  private String reason = "the run started";
  private @Nullable ResetRequest request;

  /**
   * @param clock clock of the robot
   */
  LifecycleState(Clock clock, OperatorChannel channel) {
    this.clock = clock;
    this.channel = channel;
    phaseStartNanos = clock.nanos();
    lastUpdateNanos = phaseStartNanos;
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
    return counters.counts();
  }

  /** Duration of the current phase so far. */
  long phaseNanos() {
    return clock.nanos() - phaseStartNanos;
  }

  /** Enters a phase if {@link PhaseMachine} allows the transition. */
  void enter(Phase to, String newReason) {
    updateTimes();
    if (machine.transitionTo(to)) {
      reason = newReason;
      phaseStartNanos = clock.nanos();
      publish();
    }
  }

  /** Enters a phase and clears the reset request. */
  void clearRequestAndEnter(Phase to, String newReason) {
    request = null;
    enter(to, newReason);
  }

  /** Publishes another reason for the current phase. */
  void updateReason(String newReason) {
    reason = newReason;
    publish();
  }

  private void updateTimes() {
    long now = clock.nanos();
    counters.addTime(machine.phase(), now - lastUpdateNanos);
    lastUpdateNanos = now;
  }

  private void publish() {
    channel.publish(machine.phase(), reason, episodes, request, counters.counts());
  }

  /** Publishes the elapsed times once per second. */
  void publishTimes() {
    long now = clock.nanos();
    if (now - lastPublishNanos >= PUBLISH_PERIOD_NANOS) {
      lastPublishNanos = now;
      updateTimes();
      channel.publish(counters.counts());
    }
  }

  void countEpisode(boolean fell) {
    episodes++;
    counters.countEpisode(fell);
  }

  void countStandUp() {
    counters.countStandUp();
  }

  // --- Reset request ---

  /** Requests a reset from the operator. */
  void requestReset(String cause, String instruction) {
    request =
        new ResetRequest(
            counters.nextRequestNumber(),
            channel.nowMillis(),
            cause,
            instruction,
            ResetInstructions.describeNextSteps(episodes),
            List.of(),
            false);
    enter(Phase.RESET_REQUESTED, cause);
  }

  /** The pending reset request. */
  ResetRequest request() {
    ResetRequest pending = request;
    if (pending == null) {
      throw new IllegalStateException("no reset request is pending");
    }
    return pending;
  }

  /** Marks the pending request: the motors are now off. */
  void reportMotorsOff() {
    ResetRequest current = request();
    request = updatedRequest(current.number(), current.rejectionReasons(), true);
    publish();
  }

  /**
   * Rejects the confirmation of the pending request with the given reasons. The repeated request
   * has a new number, so that a delayed confirmation of the previous one is rejected.
   */
  void rejectReset(List<String> rejectionReasons) {
    request = updatedRequest(counters.nextRequestNumber(), rejectionReasons, request().motorsOff());
    enter(
        Phase.RESET_REQUESTED,
        "the reset was not accepted: " + String.join("; ", rejectionReasons));
  }

  private ResetRequest updatedRequest(
      long number, List<String> rejectionReasons, boolean motorsOff) {
    ResetRequest current = request();
    return new ResetRequest(
        number,
        current.issuedAtMillis(),
        current.cause(),
        current.instruction(),
        current.nextSteps(),
        rejectionReasons,
        motorsOff);
  }

  /** Counts the completed reset and clears the request. */
  void countReset() {
    counters.countReset();
    request = null;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(episodes);
    counters.save(out);
  }

  void restore(DataInput in) throws IOException {
    episodes = in.readInt();
    counters.restore(in);
    phaseStartNanos = clock.nanos();
    lastUpdateNanos = phaseStartNanos;
    lastPublishNanos = phaseStartNanos;
  }
}
