package minitaur.controller.console.terminal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines of a file or a named pipe as they are written, on a thread of its own. What stood in
 * a file before counts as old.
 */
public final class FollowedFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);
  private static final long LOOK_MILLIS = 50;

  private final Path file;
  private final Consumer<String> lines;
  private final Thread thread;
  private long position;
  private @Nullable RandomAccessFile pipe;

  /**
   * Begins to follow.
   *
   * @param file may appear later; it need not be regular
   * @param lines takes each line that is not blank
   * @throws IOException when it cannot be followed, such as a directory
   */
  public FollowedFile(Path file, String threadName, Consumer<String> lines) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; a file or a named pipe is required");
    }
    this.file = file;
    this.lines = lines;
    position = Files.isRegularFile(file) ? Files.size(file) : 0;
    thread = new Thread(this::read, threadName);
    // Opening a pipe without a writer blocks forever otherwise.
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    StringBuilder begun = new StringBuilder();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (Files.exists(file)) {
          take(begun.append(readNew()));
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (IOException e) {
      LOG.warn("No more orders can be read from {}: {}", file, e.getMessage());
    }
  }

  /** What was written since the last look; waits for it at a pipe. */
  private String readNew() throws IOException {
    if (!Files.isRegularFile(file)) {
      return readPipe();
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() < position) {
        position = 0;
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(4096, channel.size() - position));
      channel.position(position);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Until it is full.
      }
      position += bytes.position();
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }

  private String readPipe() throws IOException {
    RandomAccessFile open = pipe;
    if (open == null) {
      // For writing too, so that it never ends: what is written while a pipe is opened anew is
      // lost.
      open = new RandomAccessFile(file.toFile(), "rw");
      pipe = open;
    }
    byte[] bytes = new byte[256];
    int read = open.read(bytes);
    return new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8);
  }

  private void take(StringBuilder begun) {
    for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
      String line = begun.substring(0, end);
      begun.delete(0, end + 1);
      if (!line.isBlank()) {
        lines.accept(line);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
