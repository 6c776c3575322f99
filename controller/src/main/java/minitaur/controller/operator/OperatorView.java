package minitaur.controller.operator;

import org.jspecify.annotations.Nullable;

/**
 * Immutable snapshot of what the operator interfaces show.
 *
 * @param version increases with each change
 * @param haltVersion version since which the view has shown the last stop or pause command, or the
 *     last begin of an emergency stop; a {@link OperatorCommand.Release} or {@link
 *     OperatorCommand.Resume} by an operator who saw an earlier version is outdated
 * @param state of the robot
 * @param episode index of the current or next episode of the run
 * @param request pending reset request; null for none
 * @param counts of the run so far
 * @param procedure state of a procedure; null in a run
 */
public record OperatorView(
    long version,
    long haltVersion,
    State state,
    int episode,
    @Nullable ResetRequest request,
    OperatorCounts counts,
    @Nullable ProcedureView procedure) {

  /**
   * State of the robot.
   *
   * @param phase of the episode lifecycle
   * @param reason for the phase, one line for the operator
   * @param sinceMillis start time of the phase, milliseconds since 1970-01-01 UTC
   */
  public record State(Phase phase, String reason, long sinceMillis) {}

  /** Creates a view of a run. */
  public OperatorView(
      long version,
      State state,
      int episode,
      @Nullable ResetRequest request,
      OperatorCounts counts) {
    this(version, /* haltVersion= */ 0, state, episode, request, counts, /* procedure= */ null);
  }

  /** Returns the next version, with a new stop or pause command. */
  OperatorView halted() {
    return new OperatorView(version + 1, version + 1, state, episode, request, counts, procedure);
  }

  /** Phase of the episode lifecycle. */
  public Phase phase() {
    return state.phase;
  }

  /** Reason for the phase, one line for the operator. */
  public String reason() {
    return state.reason;
  }

  /** Start time of the phase, milliseconds since 1970-01-01 UTC. */
  public long sinceMillis() {
    return state.sinceMillis;
  }
}
