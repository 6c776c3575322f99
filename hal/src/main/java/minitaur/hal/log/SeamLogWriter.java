package minitaur.hal.log;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Writes a log of the seam. The file begins with {@link #MAGIC} and goes on in chunks, big-endian:
 *
 * <pre>
 *   | length of the records, u32 | CRC-32C of the records, u32 | records ... |
 * </pre>
 *
 * A chunk is handed to the system whole, so that a process that is killed leaves every chunk but
 * the one under way, and the reader notices where that is. One thread.
 */
public final class SeamLogWriter implements AutoCloseable {
  /** What a log begins with; the last character is the version. */
  static final byte[] MAGIC = {'m', 'i', 'n', 'i', 's', 'e', 'a', '2'};

  static final int CHUNK_HEADER_BYTES = 8;

  private static final int CHUNK_BYTES = 1 << 15;

  private final FileChannel file;
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(2 * CHUNK_BYTES);
  private final DataOutputStream out = new DataOutputStream(chunk);
  private final CRC32C crc = new CRC32C();

  /**
   * Creates a log.
   *
   * @param path where no file may be
   * @throws IOException when there is one, or it cannot be written
   */
  public SeamLogWriter(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    writeAll(ByteBuffer.wrap(MAGIC));
  }

  /** Adds a record. */
  public void write(SeamRecord record) throws IOException {
    record.save(out);
    if (chunk.size() >= CHUNK_BYTES) {
      flush();
    }
  }

  /** Hands over what was added. From then on it outlives this process. */
  public void flush() throws IOException {
    if (chunk.size() == 0) {
      return;
    }
    byte[] records = chunk.toByteArray();
    crc.reset();
    crc.update(records, 0, records.length);
    ByteBuffer whole = ByteBuffer.allocate(CHUNK_HEADER_BYTES + records.length);
    whole.putInt(records.length).putInt((int) crc.getValue()).put(records).flip();
    writeAll(whole);
    chunk.reset();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      flush();
    }
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
