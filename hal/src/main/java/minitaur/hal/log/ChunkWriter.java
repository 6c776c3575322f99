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
import minitaur.hal.file.AtomicFile;

/**
 * Writes a log of records. The file starts with magic bytes that identify the kind of log, followed
 * by chunks, big-endian:
 *
 * <pre>
 *   | length of the records, u32 | CRC-32C of the records, u32 | records ... |
 * </pre>
 *
 * Each chunk is passed to the operating system as a whole. If the process is killed, only the
 * current chunk is lost, and the reader detects the truncation. Not thread-safe.
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
   * @param path new file; must not exist
   * @param magic first bytes of the file. Not modified.
   * @throws IOException when the file exists or cannot be written
   */
  public ChunkWriter(Path path, byte[] magic) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      writeAll(ByteBuffer.wrap(magic));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Output for the next record, which {@link #endRecord} completes. */
  public DataOutput out() {
    return out;
  }

  /** Completes a record. Chunks end only between records. */
  public void endRecord() throws IOException {
    if (chunk.size() >= CHUNK_BYTES) {
      flush();
    }
  }

  /** Passes buffered records to the operating system. They then survive the end of this process. */
  public void flush() throws IOException {
    if (chunk.size() == 0) {
      return;
    }
    byte[] records = chunk.toByteArray();
    crc.reset();
    crc.update(records, 0, records.length);
    ByteBuffer encoded = ByteBuffer.allocate(HEADER_BYTES + records.length);
    encoded.putInt(records.length).putInt((int) crc.getValue()).put(records).flip();
    writeAll(encoded);
    chunk.reset();
  }

  /** Size of the log so far, bytes. */
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
    AtomicFile.writeFully(file, bytes);
  }
}
