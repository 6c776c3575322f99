package minitaur.controller.train;

/**
 * What became of the environment steps that were taken.
 *
 * @param steps taken by the robot
 * @param stored with a reward, to be learnt from
 * @param unseen kept without a reward, because motion capture or the last observation was missing
 * @param late found no place on their way to the learner
 * @param timing how late commands were, for people
 */
public record StepBalance(long steps, long stored, long unseen, long late, String timing) {
  /** Steps without a known outcome; not 0 means a defect of the program. */
  public long unaccounted() {
    return steps - stored - unseen - late;
  }

  /** For people. */
  public String describe() {
    return "%d steps = %d stored + %d without a pose + %d lost on the way to the learner%s. %s"
        .formatted(
            steps,
            stored,
            unseen,
            late,
            unaccounted() == 0 ? "" : " + " + unaccounted() + " UNACCOUNTED FOR",
            timing);
  }
}
