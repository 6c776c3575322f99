package minitaur.controller.command.options;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.storage.ExitHook;

/**
 * Turns Ctrl-C and SIGTERM into a request to stop. The process then stays alive until {@link
 * #release}, when the command has shut down and its failure, if any, was reported.
 */
public final class StopSignal implements AutoCloseable {
  /** Exit code of the command. Like the signal, it concerns the whole process. */
  private static final CompletableFuture<Integer> EXIT_CODE = new CompletableFuture<>();

  private final ExitHook hook;
  private final Runnable onRequest;
  private final CountDownLatch requested = new CountDownLatch(1);

  /** Starts listening; {@code onRequest} is called once, from another thread. */
  public StopSignal(Runnable onRequest) {
    this.onRequest = onRequest;
    hook = new ExitHook("stop-signal", this::handleSignal);
  }

  private void handleSignal() {
    requested.countDown();
    onRequest.run();
    int code = EXIT_CODE.join();
    // Otherwise the JVM would derive the exit code from the signal.
    Runtime.getRuntime().halt(code == ExitCode.OK.number() ? ExitCode.STOPPED.number() : code);
  }

  /** Whether a stop was requested. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Whether a stop was requested or is within {@code millis}. */
  public boolean awaitRequest(long millis) {
    try {
      return requested.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return isRequested();
    }
  }

  /** Lets a process that received a signal exit, with the code of its command. */
  public static void release(int exitCode) {
    EXIT_CODE.complete(exitCode);
  }

  /** Stops listening. */
  @Override
  public void close() {
    // After a signal, the process exits on release.
    hook.close();
  }
}
