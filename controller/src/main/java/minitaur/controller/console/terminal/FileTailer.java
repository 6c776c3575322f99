package minitaur.controller.console.terminal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import minitaur.hal.file.FileErrors;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads lines of a small file or a named pipe as they are written, on its own thread. Existing
 * content of a file is skipped; a file that is replaced or rewritten, even with the same content,
 * is read again from its beginning. After an error, reading is retried.
 */
public final class FileTailer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileTailer.class);
  private static final long POLL_NANOS = 50_000_000;

  private final Path file;
  private final Consumer<String> lines;
  private final Agent agent;
  private final StringBuilder pending = new StringBuilder();
  private boolean failed;
  private @Nullable RandomAccessFile pipe;

  /** Content that has been read; its file and modification time, null if unknown. */
  private byte[] content = {};

  private @Nullable Object fileKey;
  private @Nullable FileTime modified;

  /** Modification time at the last poll that found the content unchanged; null if it changed. */
  private @Nullable FileTime unchangedAt;

  /**
   * Starts reading.
   *
   * @param file file or named pipe; may be created later
   * @param lines receives each nonblank line
   * @throws IOException if the file is a directory or cannot be read
   */
  public FileTailer(Path file, String threadName, Consumer<String> lines) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a directory; a file or a named pipe is required");
    }
    this.file = file;
    this.lines = lines;
    if (Files.isRegularFile(file)) {
      readFile();
      pending.setLength(0);
    }
    agent = new Agent(threadName, this::read);
    agent.start();
  }

  private long read() {
    try {
      if (Files.isRegularFile(file)) {
        readFile();
      } else if (Files.exists(file)) {
        readPipe();
      } else {
        content = new byte[0];
        modified = null;
      }
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.warn("Cannot read commands from {} ({}); retrying.", file, FileErrors.reason(e));
      }
      failed = true;
      pipe = null;
    }
    emitLines();
    return POLL_NANOS;
  }

  /** Reads the text written since the last poll. */
  private void readFile() throws IOException {
    BasicFileAttributes before = attributes();
    boolean isSameFile = Objects.equals(before.fileKey(), fileKey);
    FileTime time = before.lastModifiedTime();
    if (isSameFile && time.equals(modified) && before.size() == content.length) {
      return;
    }
    byte[] newContent = Files.readAllBytes(file);
    if (isSameFile && Arrays.equals(newContent, content) && !time.equals(unchangedAt)) {
      // Either rewritten with the same content, or in the middle of a write, which sets the time
      // first. The next poll distinguishes them.
      unchangedAt = time;
      return;
    }
    int start = 0;
    if (isSameFile
        && newContent.length > content.length
        && Arrays.mismatch(newContent, content) == content.length) {
      start = content.length;
    } else {
      pending.setLength(0);
    }
    pending.append(
        new String(newContent, start, newContent.length - start, StandardCharsets.UTF_8));
    content = newContent;
    unchangedAt = null;
    fileKey = before.fileKey();
    BasicFileAttributes after = attributes();
    // If the file was truncated meanwhile, its new content counts even if it is the same.
    modified = after.size() == newContent.length ? after.lastModifiedTime() : null;
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  /** Reads the text written since the last poll; blocks until there is some. */
  private void readPipe() throws IOException {
    RandomAccessFile opened = pipe;
    if (opened == null) {
      // Opened for writing too, so that the pipe never reports end of file: data written while a
      // pipe is reopened is lost.
      opened = new RandomAccessFile(file.toFile(), "rw");
      pipe = opened;
    }
    byte[] bytes = new byte[256];
    int read = opened.read(bytes);
    pending.append(new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8));
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
