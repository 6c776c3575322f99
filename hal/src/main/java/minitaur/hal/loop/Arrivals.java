package minitaur.hal.loop;

/** What comes to a loop from somebody with a clock of his own. */
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
