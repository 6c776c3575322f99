package minitaur.controller.run.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A temporary directory that is deleted with its content when closed. If the process ends before
 * that by a signal, it kills its child processes and deletes the directory.
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {
  private static final int MAX_ATTEMPTS = 20;
  private static final long RETRY_NANOS = 50_000_000;
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(TemporaryDirectory::deleteOpen, "temporary-directories"));
  }

  /**
   * Creates a directory in the system's temporary directory.
   *
   * @param prefix of its name
   */
  public static TemporaryDirectory create(String prefix) throws IOException {
    Path path = Files.createTempDirectory(prefix);
    OPEN.add(path);
    return new TemporaryDirectory(path);
  }

  @Override
  public void close() throws IOException {
    delete(path);
    OPEN.remove(path);
  }

  /** Deletes again what other threads, which still run, write meanwhile. */
  private static void deleteOpen() {
    if (OPEN.isEmpty()) {
      return;
    }
    ChildProcesses.kill();
    for (Path directory : OPEN) {
      for (int i = 0; i < MAX_ATTEMPTS && Files.exists(directory); i++) {
        try {
          delete(directory);
        } catch (IOException | UncheckedIOException e) {
          LockSupport.parkNanos(RETRY_NANOS);
        }
      }
    }
  }

  /** Deletes a directory with its content. */
  public static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
