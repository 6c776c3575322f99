package minitaur.hal.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads a log of the seam up to its end, or to where it was cut off. */
public final class SeamLogReader implements AutoCloseable {
  private static final int LONGEST_CHUNK = 1 << 24;

  private final DataInputStream file;
  private DataInputStream records = new DataInputStream(new ByteArrayInputStream(new byte[0]));
  private boolean cutOff;

  /**
   * Opens a log.
   *
   * @throws IOException when it is none
   */
  public SeamLogReader(Path path) throws IOException {
    file = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
    byte[] magic = file.readNBytes(SeamLogWriter.MAGIC.length);
    if (!Arrays.equals(magic, SeamLogWriter.MAGIC)) {
      file.close();
      throw new IOException(path + " is no log of the seam, or another version's");
    }
  }

  /**
   * Reads the next record.
   *
   * @param record Modified when the answer is true.
   * @return whether there was one
   */
  public boolean next(SeamRecord record) throws IOException {
    while (records.available() == 0) {
      if (!nextChunk()) {
        return false;
      }
    }
    record.restore(records);
    return true;
  }

  /** Whether the log ended within a chunk, as a killed process leaves it. */
  public boolean isCutOff() {
    return cutOff;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean nextChunk() throws IOException {
    byte[] header = file.readNBytes(SeamLogWriter.CHUNK_HEADER_BYTES);
    if (header.length == 0) {
      return false;
    }
    cutOff = true;
    if (header.length < SeamLogWriter.CHUNK_HEADER_BYTES) {
      return false;
    }
    DataInputStream fields = new DataInputStream(new ByteArrayInputStream(header));
    int length = fields.readInt();
    int expected = fields.readInt();
    if (length <= 0 || length > LONGEST_CHUNK) {
      return false;
    }
    byte[] chunk = file.readNBytes(length);
    CRC32C crc = new CRC32C();
    crc.update(chunk, 0, chunk.length);
    if (chunk.length < length || (int) crc.getValue() != expected) {
      return false;
    }
    cutOff = false;
    records = new DataInputStream(new ByteArrayInputStream(chunk));
    return true;
  }
}
