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
public final class FaultyFiles implements FileOperations {
  /** Thrown when the process is killed; an Error, so that exception handlers do not catch it. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final FileOperations disk = new DiskFiles();
  private long operations;
  private long killAt = Long.MAX_VALUE;
  private long freeBytes = Long.MAX_VALUE;
  private boolean dead;

  /** Kills the process instead of finishing the operation with this number, counted from 0. */
  public FaultyFiles killedAt(long operation) {
    killAt = operation;
    return this;
  }

  /** Sets the number of bytes that still fit on the disk. */
  public void setFreeBytes(long bytes) {
    freeBytes = bytes;
  }

  /** Number of operations so far. */
  public long operations() {
    return operations;
  }

  /** Whether the process was killed. */
  public synchronized boolean isDead() {
    return dead;
  }

  /** Whether this is the operation at which to die. A killed process does nothing more. */
  private synchronized boolean dies() {
    if (dead) {
      throw new Killed();
    }
    dead = operations++ == killAt;
    return dead;
  }

  private void write(Path file, byte[] content, boolean append) throws IOException {
    boolean dies = dies();
    boolean full = content.length > freeBytes;
    int length = dies ? content.length / 2 : (int) Math.min(content.length, freeBytes);
    byte[] part = Arrays.copyOf(content, length);
    if (append) {
      disk.append(file, part);
    } else {
      Files.write(file, part);
    }
    freeBytes -= freeBytes == Long.MAX_VALUE ? 0 : length;
    if (dies) {
      throw new Killed();
    }
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  private void step() {
    if (dies()) {
      throw new Killed();
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
    step();
  }

  @Override
  public void truncate(Path file, long length) throws IOException {
    step();
    Files.write(file, Arrays.copyOf(disk.read(file), (int) length));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    disk.rename(from, to);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step();
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    disk.delete(file);
  }

  @Override
  public byte[] read(Path file) throws IOException {
    return disk.read(file);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return disk.list(directory);
  }
}
