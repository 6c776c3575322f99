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

  /** This and {@code more} together. */
  public OperatorCounts plus(OperatorCounts more) {
    return new OperatorCounts(
        episodes + more.episodes,
        falls + more.falls,
        resets + more.resets,
        standUps + more.standUps,
        robotSeconds + more.robotSeconds,
        humanSeconds + more.humanSeconds);
  }

  /** What has come since it was {@code earlier}. */
  public OperatorCounts since(OperatorCounts earlier) {
    return new OperatorCounts(
        episodes - earlier.episodes,
        falls - earlier.falls,
        resets - earlier.resets,
        standUps - earlier.standUps,
        robotSeconds - earlier.robotSeconds,
        humanSeconds - earlier.humanSeconds);
  }

  /** Resets in a hundred episodes; 0 before the first one. */
  public double resetsPerHundredEpisodes() {
    return episodes == 0 ? 0 : 100.0 * resets / episodes;
  }
}
