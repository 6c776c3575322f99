package minitaur.sim.device;

/**
 * Random pushes of the trunk.
 *
 * @param meanIntervalSeconds mean time from the start of a push to the start of the next
 * @param durationSeconds duration of a push; less than half the mean interval
 * @param maxNewton max force; forces are drawn uniformly from 0 to this; 0 for no pushes
 */
public record PushProfile(double meanIntervalSeconds, double durationSeconds, double maxNewton) {
  /** No pushes. */
  public static final PushProfile NONE = new PushProfile(1, 0, 0);

  public PushProfile {
    if (!(durationSeconds >= 0 && durationSeconds < 0.5 * meanIntervalSeconds)) {
      throw new IllegalArgumentException(
          "a push of %s s must end before the next can begin, half of %s s later"
              .formatted(durationSeconds, meanIntervalSeconds));
    }
    if (!(maxNewton >= 0)) {
      throw new IllegalArgumentException("a force must be at least 0 N, not " + maxNewton);
    }
  }
}
