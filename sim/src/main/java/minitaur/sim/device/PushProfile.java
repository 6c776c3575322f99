package minitaur.sim.device;

/**
 * How the trunk is pushed.
 *
 * @param meanIntervalSeconds from the beginning of a push to that of the next, on average
 * @param durationSeconds of a push; less than half the mean interval
 * @param strongestNewton forces are uniform from 0 to this; 0 for no pushes
 */
public record PushProfile(
    double meanIntervalSeconds, double durationSeconds, double strongestNewton) {
  /** Nobody pushes. */
  public static final PushProfile NONE = new PushProfile(1, 0, 0);

  public PushProfile {
    if (!(durationSeconds >= 0 && durationSeconds < 0.5 * meanIntervalSeconds)) {
      throw new IllegalArgumentException(
          "a push of %s s must end before the next can begin, half of %s s later"
              .formatted(durationSeconds, meanIntervalSeconds));
    }
    if (!(strongestNewton >= 0)) {
      throw new IllegalArgumentException("a force must be at least 0 N, not " + strongestNewton);
    }
  }
}
