package minitaur.controller.command;

import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C, and the operating system's request to end, into a wish to stop: the process then
 * lives until its job has ended in good order.
 */
final class StopSignal implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private final Runnable onRequest;
  private volatile boolean requested;

  /** Listens from now on; {@code onRequest} is called once, from another thread. */
  StopSignal(Runnable onRequest) {
    this.onRequest = onRequest;
    hook = new Thread(this::request, "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void request() {
    requested = true;
    onRequest.run();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A process that a signal ends would give the signal's number, whatever its job says.
    Runtime.getRuntime().halt(ExitCode.STOPPED.number());
  }

  /** Whether somebody asked to stop. */
  boolean isRequested() {
    return requested;
  }

  /** The job has ended: a process that waits for it may go. */
  @Override
  public void close() {
    ended.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The request has come this very moment, and nothing is left to stop.
      }
    }
  }
}
