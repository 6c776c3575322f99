package minitaur.controller.face;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import minitaur.controller.operator.Answer;
import minitaur.controller.operator.OperatorPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders as lines that a script writes to a file or a named pipe: {@code reset}, {@code stop},
 * {@code release}, {@code pause}, {@code continue}. What stood in a file before the run began
 * counts as old. For rehearsals without anybody.
 */
public final class AnswerFileFace implements Face {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerFileFace.class);
  private static final long LOOK_MILLIS = 50;

  private final Path file;
  private final Consumer<String> lines;
  private @Nullable Narrator narrator;
  private @Nullable Thread thread;
  private long position;
  private @Nullable RandomAccessFile pipe;

  /**
   * @param file may appear later; it need not be regular
   * @param lines takes each line to be shown, from any thread
   */
  public AnswerFileFace(Path file, Consumer<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  @Override
  public void start(OperatorPort port) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; --answers wants a file or a named pipe");
    }
    position = Files.isRegularFile(file) ? Files.size(file) : 0;
    lines.accept("Operator: orders are read from " + file + ", a line each.");
    Narrator started = new Narrator(port, lines);
    narrator = started;
    started.start();
    Thread reader = new Thread(() -> read(port), "operator-answers");
    thread = reader;
    // A pipe that nobody opens for writing could not be left otherwise.
    reader.setDaemon(true);
    reader.start();
  }

  private void read(OperatorPort port) {
    StringBuilder begun = new StringBuilder();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (Files.exists(file)) {
          obey(begun.append(news()), port);
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
  private String news() throws IOException {
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

  private void obey(StringBuilder begun, OperatorPort port) {
    for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
      String line = begun.substring(0, end);
      begun.delete(0, end + 1);
      if (!line.isBlank()) {
        Answer answer = SpokenCommand.submit(line, port, "file " + file.getFileName());
        lines.accept((answer.accepted() ? "" : "No: ") + answer.text());
      }
    }
  }

  @Override
  public void close() {
    Narrator started = narrator;
    if (started != null) {
      started.close();
    }
    Thread reader = thread;
    if (reader != null) {
      reader.interrupt();
    }
  }
}
