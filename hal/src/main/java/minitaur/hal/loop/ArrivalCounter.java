package minitaur.hal.loop;

/** Arrival times of samples from a device with its own clock. */
@FunctionalInterface
public interface ArrivalCounter {
  /**
   * Receives the samples that have arrived.
   *
   * @param timeNanos current time, by the loop's clock
   * @return number of samples that have arrived and were not used by a tick yet
   */
  int poll(long timeNanos);
}
