package minitaur.controller.verify;

/** Measures how often a task can be repeated. */
final class Rate {
  private Rate() {}

  /**
   * A task that is repeated.
   *
   * @param <E> what it throws
   */
  interface Task<E extends Exception> {
    void run() throws E;
  }

  /**
   * Repeats a task at least once and until {@code seconds} have passed.
   *
   * @return repetitions per second
   */
  static <E extends Exception> double perSecond(double seconds, Task<E> task) throws E {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long now;
    long count = 0;
    do {
      task.run();
      count++;
      now = System.nanoTime();
    } while (now < end);
    return count * 1e9 / (now - start);
  }
}
