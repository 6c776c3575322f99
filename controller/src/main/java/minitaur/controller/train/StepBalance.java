package minitaur.controller.train;

/**
 * Accounting of the environment steps that were taken.
 *
 * @param steps taken by the robot
 * @param stored with a reward, for learning
 * @param unseen stored without a reward, because motion capture or the last observation was missing
 * @param late dropped because the queue to the learner was full
 * @param timing latency of the commands, human-readable
 */
public record StepBalance(long steps, long stored, long unseen, long late, String timing) {
  /** Steps without a known outcome; a value other than 0 indicates a bug. */
  public long unaccounted() {
    return steps - stored - unseen - late;
  }

  /** Human-readable description. */
  public String describe() {
    return "%d steps = %d stored + %d without a pose + %d dropped%s. %s"
        .formatted(
            steps,
            stored,
            unseen,
            late,
            unaccounted() == 0 ? "" : " + " + unaccounted() + " UNACCOUNTED FOR",
            timing);
  }
}
