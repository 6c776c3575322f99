package minitaur.controller.operator;

/**
 * Counts of the run so far.
 *
 * @param episodes completed episodes
 * @param falls episodes that ended with a fall
 * @param resets resets by the operator
 * @param standUps falls after which the robot stood up by itself
 * @param robotSeconds time in which the robot was operating
 * @param humanSeconds time in which the robot waited for the operator
 */
public record OperatorCounts(
    long episodes,
    long falls,
    long resets,
    long standUps,
    double robotSeconds,
    double humanSeconds) {
  /** All counts 0. */
  public static final OperatorCounts NONE = new OperatorCounts(0, 0, 0, 0, 0, 0);

  /** The sum of this and {@code other}. */
  public OperatorCounts plus(OperatorCounts other) {
    return new OperatorCounts(
        episodes + other.episodes,
        falls + other.falls,
        resets + other.resets,
        standUps + other.standUps,
        robotSeconds + other.robotSeconds,
        humanSeconds + other.humanSeconds);
  }

  /** The difference between this and {@code earlier}. */
  public OperatorCounts since(OperatorCounts earlier) {
    return new OperatorCounts(
        episodes - earlier.episodes,
        falls - earlier.falls,
        resets - earlier.resets,
        standUps - earlier.standUps,
        robotSeconds - earlier.robotSeconds,
        humanSeconds - earlier.humanSeconds);
  }

  /** Resets per hundred episodes; 0 before the first episode. */
  public double resetsPerHundredEpisodes() {
    return episodes == 0 ? 0 : 100.0 * resets / episodes;
  }
}
