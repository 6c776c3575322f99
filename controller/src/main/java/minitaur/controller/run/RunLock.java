package minitaur.controller.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import minitaur.hal.file.AtomicFile;
import minitaur.hal.file.FileErrors;
import org.jspecify.annotations.Nullable;

/**
 * Prevents two processes from writing to the same run. The operating system releases the lock when
 * the process ends, even after a crash.
 */
final class RunLock implements AutoCloseable {
  /**
   * A position far beyond the text, so that other processes can read the holder on systems where
   * locks prevent reading.
   */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int MAX_TEXT_BYTES = 200;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Acquires the lock of a run.
   *
   * @throws RunDirectoryException when another process, or another part of this one, holds it
   */
  static RunLock acquire(Path directory, Path lockFile) throws IOException {
    FileChannel channel =
        FileChannel.open(
            lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new RunDirectoryException(
            "%s: is in use by %s; wait for it, stop it, or use another directory"
                .formatted(directory, holder(channel)));
      }
      ProcessHandle self = ProcessHandle.current();
      String text =
          "process "
              + self.pid()
              + self.info().startInstant().map(time -> ", started " + time).orElse("");
      channel.truncate(0);
      AtomicFile.writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      return new RunLock(channel);
    } catch (RunDirectoryException | RuntimeException e) {
      channel.close();
      throw e;
    } catch (IOException e) {
      channel.close();
      throw FileErrors.naming(lockFile, e);
    }
  }

  /**
   * Whether another process holds the lock. Must not be called by the process that holds the lock,
   * because the call may release it.
   */
  static boolean isHeld(Path lockFile) throws IOException {
    if (!Files.exists(lockFile)) {
      return false;
    }
    // A shared lock, so that two concurrent checks do not mistake each other for the holder.
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(LOCKED_BYTE, 1, true)) {
      return lock == null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return true;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MAX_TEXT_BYTES);
    channel.read(text, 0);
    String holder = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    return holder.isEmpty() ? "another process" : holder;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
