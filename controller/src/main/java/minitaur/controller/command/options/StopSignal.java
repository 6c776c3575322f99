package minitaur.controller.command.options;

import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C and SIGTERM into a request to stop. The process then lives until the command has
 * ended in an orderly way.
 */
public final class StopSignal implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private final Runnable onRequest;
  private volatile boolean requested;

  /** Starts listening; {@code onRequest} is called once, from another thread. */
  public StopSignal(Runnable onRequest) {
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
    // Otherwise the exit code would be the number of the signal.
    Runtime.getRuntime().halt(ExitCode.STOPPED.number());
  }

  /** Whether a stop was requested. */
  public boolean isRequested() {
    return requested;
  }

  /** Releases a process that waits for the command to end. */
  @Override
  public void close() {
    ended.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // Requested at this moment; nothing is left to stop.
      }
    }
  }
}
