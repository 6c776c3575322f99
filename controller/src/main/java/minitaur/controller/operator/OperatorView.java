package minitaur.controller.operator;

import org.jspecify.annotations.Nullable;

/**
 * What an operator sees at one moment. Immutable.
 *
 * @param version grows with each change
 * @param phase where the robot is in the life of an episode
 * @param reason why it is there, in one line for people
 * @param sinceMillis when it got there, milliseconds since 1970-01-01 UTC
 * @param episode which episode of the run is under way, or comes next
 * @param request what the operator is asked for; null when nothing
 * @param counts what the run has cost so far
 * @param procedure what a procedure asks for; null in a run
 */
public record OperatorView(
    long version,
    Phase phase,
    String reason,
    long sinceMillis,
    int episode,
    @Nullable ResetRequest request,
    OperatorCounts counts,
    @Nullable ProcedureView procedure) {

  /** What the operator of a run sees. */
  public OperatorView(
      long version,
      Phase phase,
      String reason,
      long sinceMillis,
      int episode,
      @Nullable ResetRequest request,
      OperatorCounts counts) {
    this(version, phase, reason, sinceMillis, episode, request, counts, /* procedure= */ null);
  }
}
