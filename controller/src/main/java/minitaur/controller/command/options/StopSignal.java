package minitaur.controller.command.options;

import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C and SIGTERM into a request to stop. The process then stays alive until the command
 * has shut down.
 */
public final class StopSignal implements AutoCloseable {
  private final CountDownLatch commandEnded = new CountDownLatch(1);
  private final Thread hook;
  private final Runnable onRequest;
  private volatile boolean requested;

  /** Starts listening; {@code onRequest} is called once, from another thread. */
  public StopSignal(Runnable onRequest) {
    this.onRequest = onRequest;
    hook = new Thread(this::handleSignal, "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void handleSignal() {
    requested = true;
    onRequest.run();
    try {
      commandEnded.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Otherwise the JVM would derive the exit code from the signal.
    Runtime.getRuntime().halt(ExitCode.STOPPED.number());
  }

  /** Whether a stop was requested. */
  public boolean isRequested() {
    return requested;
  }

  /** Reports that the command has ended, so that a stopping process can exit. */
  @Override
  public void close() {
    commandEnded.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The shutdown has just begun; the command has already ended.
      }
    }
  }
}
