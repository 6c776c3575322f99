package minitaur.controller.learn.nn;

/**
 * A learning rate that changes linearly from one value to another and then stays constant.
 *
 * @param start value at update 0
 * @param end value from update {@code updates} on
 * @param updates length of the ramp, at least 1
 */
public record LinearSchedule(double start, double end, long updates) {

  /** The value for update {@code update}, counted from 0. */
  public double at(long update) {
    return start + (end - start) * Math.min(1, (double) update / updates);
  }
}
