package minitaur.controller.operator;

import org.jspecify.annotations.Nullable;

/**
 * What an operator sees at one moment. Immutable.
 *
 * @param version grows with each change
 * @param state of the robot
 * @param episode which episode of the run is running, or comes next
 * @param request what the operator is asked for; null when nothing
 * @param counts costs of the run so far
 * @param procedure what a procedure asks for; null in a run
 */
public record OperatorView(
    long version,
    State state,
    int episode,
    @Nullable ResetRequest request,
    OperatorCounts counts,
    @Nullable ProcedureView procedure) {

  /**
   * State of the robot.
   *
   * @param phase of the episode lifecycle
   * @param reason for the phase, in one line for people
   * @param sinceMillis when the phase began, milliseconds since 1970-01-01 UTC
   */
  public record State(Phase phase, String reason, long sinceMillis) {}

  /** What the operator of a run sees. */
  public OperatorView(
      long version,
      State state,
      int episode,
      @Nullable ResetRequest request,
      OperatorCounts counts) {
    this(version, state, episode, request, counts, /* procedure= */ null);
  }

  /** Phase of the episode lifecycle. */
  public Phase phase() {
    return state.phase;
  }

  /** Reason for the phase, in one line for people. */
  public String reason() {
    return state.reason;
  }

  /** When the phase began, milliseconds since 1970-01-01 UTC. */
  public long sinceMillis() {
    return state.sinceMillis;
  }
}
