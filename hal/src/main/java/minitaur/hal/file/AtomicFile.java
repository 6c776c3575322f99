package minitaur.hal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a temporary file and renames it into place, so that readers see either the complete old or
 * the complete new content, even after a crash or power failure.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface ContentWriter {
    /** Writes from the channel's position, which is 0. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Replaces or creates {@code file}. A symbolic link to a file is kept, and its target replaced.
   *
   * @throws IOException when it cannot be written; the old content is then preserved
   */
  public static void write(Path file, ContentWriter content) throws IOException {
    // A rename would also replace a device, a pipe or the link /dev/stdout.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
    Path absolute = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path temporary = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteLeftover(temporary);
      throw FileErrors.naming(file, e);
    } catch (RuntimeException e) {
      deleteLeftover(temporary);
      throw e;
    }
    forceDirectory(absolute.resolveSibling(""));
  }

  /** Replaces or creates {@code file} with the content {@code bytes}. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /**
   * Writes all remaining bytes of {@code buffer}; a single call of {@link FileChannel#write} may
   * write fewer.
   */
  public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void deleteLeftover(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The error that left the file is reported.
    }
  }

  /** Makes the rename durable on systems that can open a directory. */
  private static void forceDirectory(Path directory) throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
