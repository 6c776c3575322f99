package minitaur.hal.log;

import java.io.IOException;
import java.nio.file.Path;

/** Reads a robot I/O log, up to its end or to the point where it is truncated. */
public final class RobotIoLogReader implements AutoCloseable {
  private final ChunkReader chunks;

  /**
   * Opens a log.
   *
   * @throws IOException when the file is not a robot I/O log
   */
  public RobotIoLogReader(Path path) throws IOException {
    chunks = new ChunkReader(path, RobotIoLogWriter.MAGIC, "robot I/O log");
  }

  /**
   * Reads the next record.
   *
   * @param record Modified when the result is true.
   * @return whether there was a record
   */
  public boolean next(RobotIoRecord record) throws IOException {
    if (!chunks.hasNext()) {
      return false;
    }
    record.restore(chunks.in());
    return true;
  }

  /** Whether the log ends within a chunk, for example because the writing process was killed. */
  public boolean isTruncated() {
    return chunks.isTruncated();
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }
}
