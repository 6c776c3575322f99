package minitaur.controller.run.storage;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** The processes that this process and its children have started. */
public final class ChildProcesses {
  private static final int MAX_ATTEMPTS = 5;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final long TIMEOUT_SECONDS = 1;

  private static final AtomicBoolean KILLED = new AtomicBoolean();

  private ChildProcesses() {}

  /** Blocks forever once they were killed, so that no further one is started. */
  public static void awaitPermission() {
    while (KILLED.get()) {
      LockSupport.park();
    }
  }

  /**
   * Kills all of them, and those that are started meanwhile, and waits for their end. Called when
   * this process ends; later calls have no effect, because they would kill the commands of the
   * caller that cleans up.
   */
  public static synchronized void kill() {
    if (KILLED.getAndSet(true)) {
      return;
    }
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
      processes.forEach(ProcessHandle::destroyForcibly);
      CompletableFuture.allOf(
              processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .completeOnTimeout(null, TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .join();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
