package minitaur.hal.log;

import java.io.ByteArrayOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes a log of records. The file begins with the bytes that say what log it is and goes on in
 * chunks, big-endian:
 *
 * <pre>
 *   | length of the records, u32 | CRC-32C of the records, u32 | records ... |
 * </pre>
 *
 * A chunk is handed to the system whole, so that a process that is killed leaves every chunk but
 * the one under way, and the reader notices where that is. One thread.
 */
public final class ChunkWriter implements AutoCloseable {
  static final int HEADER_BYTES = 8;

  private static final int CHUNK_BYTES = 1 << 15;

  private final FileChannel file;
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(2 * CHUNK_BYTES);
  private final DataOutputStream out = new DataOutputStream(chunk);
  private final CRC32C crc = new CRC32C();
  private long written;

  /**
   * Creates a log.
   *
   * @param path where no file may be
   * @param magic what the file begins with. Not modified.
   * @throws IOException when there is one, or it cannot be written
   */
  public ChunkWriter(Path path, byte[] magic) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    writeAll(ByteBuffer.wrap(magic));
  }

  /** Takes a record, which ends with {@link #endRecord}. */
  public DataOutput out() {
    return out;
  }

  /** Ends a record: only here one chunk may end and the next begin. */
  public void endRecord() throws IOException {
    if (chunk.size() >= CHUNK_BYTES) {
      flush();
    }
  }

  /**
   * Passes what was added to the operating system. From then on it survives the end of this
   * process.
   */
  public void flush() throws IOException {
    if (chunk.size() == 0) {
      return;
    }
    byte[] records = chunk.toByteArray();
    crc.reset();
    crc.update(records, 0, records.length);
    ByteBuffer whole = ByteBuffer.allocate(HEADER_BYTES + records.length);
    whole.putInt(records.length).putInt((int) crc.getValue()).put(records).flip();
    writeAll(whole);
    chunk.reset();
  }

  /** Bytes of the log so far. */
  public long size() {
    return written + chunk.size();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      flush();
    }
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
