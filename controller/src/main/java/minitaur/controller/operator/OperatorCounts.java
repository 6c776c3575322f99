package minitaur.controller.operator;

/**
 * What the run has cost so far.
 *
 * @param episodes finished
 * @param falls episodes that ended with a fall
 * @param resets that the operator was asked for and did
 * @param standUps falls after which the robot got up by itself
 * @param robotSeconds time in which the robot worked
 * @param humanSeconds time in which it waited for the operator
 */
public record OperatorCounts(
    long episodes,
    long falls,
    long resets,
    long standUps,
    double robotSeconds,
    double humanSeconds) {
  /** Nothing yet. */
  public static final OperatorCounts NONE = new OperatorCounts(0, 0, 0, 0, 0, 0);

  /** Resets in a hundred episodes; 0 before the first one. */
  public double resetsPerHundredEpisodes() {
    return episodes == 0 ? 0 : 100.0 * resets / episodes;
  }
}
