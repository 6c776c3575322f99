package minitaur.hal.loop;

/** Utility for joining threads. */
public final class Threads {
  private Threads() {}

  /** Waits until the thread has ended. An interrupt does not end the wait and stays set. */
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
