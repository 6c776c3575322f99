package minitaur.hal.log;

import java.io.IOException;
import java.nio.file.Path;

/** Reads a robot I/O log up to its end, or to where it was cut off. */
public final class RobotIoLogReader implements AutoCloseable {
  private final ChunkReader chunks;

  /**
   * Opens a log.
   *
   * @throws IOException when it is none
   */
  public RobotIoLogReader(Path path) throws IOException {
    chunks = new ChunkReader(path, RobotIoLogWriter.MAGIC, "robot I/O log");
  }

  /**
   * Reads the next record.
   *
   * @param record Modified when the answer is true.
   * @return whether there was one
   */
  public boolean next(RobotIoRecord record) throws IOException {
    if (!chunks.hasNext()) {
      return false;
    }
    record.restore(chunks.in());
    return true;
  }

  /** Whether the log ended within a chunk, as a killed process leaves it. */
  public boolean isCutOff() {
    return chunks.isCutOff();
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }
}
