package minitaur.controller.console.terminal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines of a file or a named pipe as they are written, on its own thread. Existing content of
 * a file is skipped.
 */
public final class FileTailer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileTailer.class);
  private static final long POLL_NANOS = 50_000_000;

  private final Path file;
  private final Consumer<String> lines;
  private final Agent agent;
  private final StringBuilder pending = new StringBuilder();
  private long position;
  private @Nullable RandomAccessFile pipe;

  /**
   * Starts reading.
   *
   * @param file file or named pipe; may be created later
   * @param lines receives each nonblank line
   * @throws IOException if the file is a directory or its size cannot be read
   */
  public FileTailer(Path file, String threadName, Consumer<String> lines) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; a file or a named pipe is required");
    }
    this.file = file;
    this.lines = lines;
    position = Files.isRegularFile(file) ? Files.size(file) : 0;
    agent = new Agent(threadName, this::read);
    agent.start();
  }

  private long read() {
    try {
      if (Files.exists(file)) {
        pending.append(readNew());
        emitLines();
      }
      return POLL_NANOS;
    } catch (IOException e) {
      LOG.warn("Cannot read further commands from {}: {}", file, e.getMessage());
      return Agent.DONE;
    }
  }

  /** Reads the text written since the last poll. Blocks on a pipe. */
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
        // Continues until the buffer is full.
      }
      position += bytes.position();
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }

  private String readPipe() throws IOException {
    RandomAccessFile opened = pipe;
    if (opened == null) {
      // Opened for writing too, so that the pipe never reports end of file: data written while a
      // pipe is reopened is lost.
      opened = new RandomAccessFile(file.toFile(), "rw");
      pipe = opened;
    }
    byte[] bytes = new byte[256];
    int read = opened.read(bytes);
    return new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8);
  }

  private void emitLines() {
    for (int end = pending.indexOf("\n"); end >= 0; end = pending.indexOf("\n")) {
      String line = pending.substring(0, end);
      pending.delete(0, end + 1);
      if (!line.isBlank()) {
        lines.accept(line);
      }
    }
  }

  /** Ends the reading without waiting for it: a read from a pipe can block forever. */
  @Override
  public void close() {
    agent.requestClose();
  }
}
