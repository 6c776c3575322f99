package minitaur.hal.log;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a robot I/O log: {@link RobotIoRecord}s through a {@link ChunkWriter}. Not thread-safe.
 */
public final class RobotIoLogWriter implements RecordLog<RobotIoRecord> {
  /** First bytes of a log; the last character is the version. */
  static final byte[] MAGIC = {'m', 'i', 'n', 'i', 's', 'e', 'a', '3'};

  private final ChunkWriter chunks;

  /**
   * Creates a log.
   *
   * @param path new file; must not exist
   * @throws IOException when the file exists or cannot be written
   */
  public RobotIoLogWriter(Path path) throws IOException {
    chunks = new ChunkWriter(path, MAGIC);
  }

  @Override
  public void write(RobotIoRecord record) throws IOException {
    record.save(chunks.out());
    chunks.endRecord();
  }

  @Override
  public void flush() throws IOException {
    chunks.flush();
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }
}
