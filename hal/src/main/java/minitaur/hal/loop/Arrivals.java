package minitaur.hal.loop;

/** Arrival times of samples from a device with its own clock. */
@FunctionalInterface
public interface Arrivals {
  /**
   * Takes what is there.
   *
   * @param timeNanos now, by the loop's clock
   * @return how many have come that no tick has used yet
   */
  int poll(long timeNanos);
}
