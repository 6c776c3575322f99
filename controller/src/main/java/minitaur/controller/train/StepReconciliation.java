package minitaur.controller.train;

/**
 * Accounting of the environment steps that were taken.
 *
 * @param steps taken by the robot
 * @param stored with a reward, for learning
 * @param gaps stored without a reward, because motion capture or the last observation was missing
 * @param dropped dropped because the queue to the learner was full
 * @param timing latency of the commands, human-readable
 */
public record StepReconciliation(long steps, long stored, long gaps, long dropped, String timing) {
  /** Steps without a known outcome; a value other than 0 indicates a bug. */
  public long unaccounted() {
    return steps - stored - gaps - dropped;
  }

  /** Human-readable description. */
  public String describe() {
    return "%d steps = %d stored + %d without a pose + %d dropped%s. %s"
        .formatted(
            steps,
            stored,
            gaps,
            dropped,
            unaccounted() == 0 ? "" : " + " + unaccounted() + " UNACCOUNTED FOR",
            timing);
  }
}
