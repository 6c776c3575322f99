package minitaur.hal.log;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a robot I/O log: {@link RobotIoRecord}s through a {@link ChunkWriter}. One thread. */
public final class RobotIoLogWriter implements RecordLog<RobotIoRecord> {
  /** What a log begins with; the last character is the version. */
  static final byte[] MAGIC = {'m', 'i', 'n', 'i', 's', 'e', 'a', '3'};

  private final ChunkWriter chunks;

  /**
   * Creates a log.
   *
   * @param path where no file may be
   * @throws IOException when there is one, or it cannot be written
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
