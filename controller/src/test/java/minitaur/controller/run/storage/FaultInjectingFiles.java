package minitaur.controller.run.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Real files until the process is killed at one of its operations or the disk is full. A killed
 * write leaves the first half of its bytes. Nothing is synced, because no power failure is
 * simulated.
 */
public final class FaultInjectingFiles implements FileOperations {
  /** Thrown when the process is killed; an Error, so that exception handlers do not catch it. */
  public static final class ProcessKilledError extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final FileOperations disk = new LocalFileOperations();
  private long operations;
  private long killAt = Long.MAX_VALUE;
  private long freeBytes = Long.MAX_VALUE;
  private int failingReads;
  private boolean killed;

  /** Kills the process instead of finishing the operation with this number, counted from 0. */
  public FaultInjectingFiles killAt(long operation) {
    killAt = operation;
    return this;
  }

  /** Sets the number of bytes that still fit on the disk. */
  public void setFreeBytes(long bytes) {
    freeBytes = bytes;
  }

  /** Lets the next reads fail. */
  public void failReads(int count) {
    failingReads = count;
  }

  /** Number of operations so far. */
  public long operations() {
    return operations;
  }

  /** Whether the process was killed. */
  public synchronized boolean isKilled() {
    return killed;
  }

  /** Whether this is the operation at which to die. A killed process does nothing more. */
  private synchronized boolean killsAtThisOperation() {
    if (killed) {
      throw new ProcessKilledError();
    }
    killed = operations++ == killAt;
    return killed;
  }

  private void write(Path file, byte[] content, boolean append) throws IOException {
    boolean kill = killsAtThisOperation();
    boolean full = content.length > freeBytes;
    int length = kill ? content.length / 2 : (int) Math.min(content.length, freeBytes);
    byte[] part = Arrays.copyOf(content, length);
    if (append) {
      disk.append(file, part);
    } else {
      Files.write(file, part);
    }
    freeBytes -= freeBytes == Long.MAX_VALUE ? 0 : length;
    if (kill) {
      throw new ProcessKilledError();
    }
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  private void countOperation() {
    if (killsAtThisOperation()) {
      throw new ProcessKilledError();
    }
  }

  @Override
  public void writeForced(Path file, byte[] content) throws IOException {
    write(file, content, false);
  }

  @Override
  public void append(Path file, byte[] content) throws IOException {
    write(file, content, true);
  }

  @Override
  public void force(Path file) throws IOException {
    countOperation();
  }

  @Override
  public void truncate(Path file, long length) throws IOException {
    countOperation();
    Files.write(file, Arrays.copyOf(disk.read(file), (int) length));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    countOperation();
    disk.rename(from, to);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    countOperation();
  }

  @Override
  public void delete(Path file) throws IOException {
    countOperation();
    disk.delete(file);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    if (failingReads > 0) {
      failingReads--;
      throw new IOException("Input/output error");
    }
    return disk.read(file);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return disk.list(directory);
  }
}
