package minitaur.hal.log;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a log of the seam: a {@link ChunkWriter}'s, with {@link SeamRecord}s. One thread. */
public final class SeamLogWriter implements RecordLog<SeamRecord> {
  /** What a log begins with; the last character is the version. */
  static final byte[] MAGIC = {'m', 'i', 'n', 'i', 's', 'e', 'a', '2'};

  private final ChunkWriter chunks;

  /**
   * Creates a log.
   *
   * @param path where no file may be
   * @throws IOException when there is one, or it cannot be written
   */
  public SeamLogWriter(Path path) throws IOException {
    chunks = new ChunkWriter(path, MAGIC);
  }

  @Override
  public void write(SeamRecord record) throws IOException {
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
