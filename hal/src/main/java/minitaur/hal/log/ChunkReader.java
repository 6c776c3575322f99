package minitaur.hal.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads a log written by {@link ChunkWriter}, up to its end or to the point where it is truncated.
 */
public final class ChunkReader implements AutoCloseable {
  private static final int MAX_CHUNK_BYTES = 1 << 24;

  private final DataInputStream file;
  private DataInputStream records = new DataInputStream(new ByteArrayInputStream(new byte[0]));
  private boolean truncated;

  /**
   * Opens a log.
   *
   * @param magic expected first bytes of the file; the last one is the version. Not modified.
   * @param logKind expected kind of log, for the error message
   * @throws IOException when the file is not such a log
   */
  public ChunkReader(Path path, byte[] magic, String logKind) throws IOException {
    file = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
    try {
      checkMagic(path, magic, logKind);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void checkMagic(Path path, byte[] magic, String logKind) throws IOException {
    byte[] actualMagic = file.readNBytes(magic.length);
    if (!Arrays.equals(actualMagic, magic)) {
      int last = magic.length - 1;
      boolean otherVersion =
          actualMagic.length == magic.length && Arrays.equals(actualMagic, 0, last, magic, 0, last);
      throw new IOException(
          path
              + (otherVersion
                  ? " is a %s of version %c; this program reads version %c"
                      .formatted(logKind, actualMagic[last], magic[last])
                  : " is not a " + logKind));
    }
  }

  /** Whether there is another record. The caller must then read it completely from {@link #in}. */
  public boolean hasNext() throws IOException {
    while (records.available() == 0) {
      if (!readChunk()) {
        return false;
      }
    }
    return true;
  }

  /** Input positioned at the next record. */
  public DataInput in() {
    return records;
  }

  /** Whether the log ends within a chunk, for example because the writing process was killed. */
  public boolean isTruncated() {
    return truncated;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean readChunk() throws IOException {
    byte[] header = file.readNBytes(ChunkWriter.HEADER_BYTES);
    if (header.length == 0) {
      return false;
    }
    truncated = true;
    if (header.length < ChunkWriter.HEADER_BYTES) {
      return false;
    }
    DataInputStream fields = new DataInputStream(new ByteArrayInputStream(header));
    int length = fields.readInt();
    int expectedCrc = fields.readInt();
    if (length <= 0 || length > MAX_CHUNK_BYTES) {
      return false;
    }
    byte[] chunk = file.readNBytes(length);
    CRC32C crc = new CRC32C();
    crc.update(chunk, 0, chunk.length);
    if (chunk.length < length || (int) crc.getValue() != expectedCrc) {
      return false;
    }
    truncated = false;
    records = new DataInputStream(new ByteArrayInputStream(chunk));
    return true;
  }
}
