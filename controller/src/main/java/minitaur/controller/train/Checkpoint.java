package minitaur.controller.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import minitaur.hal.Text;
import minitaur.hal.file.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoint files from which a run resumes. Each one is written to a temporary file and renamed,
 * so that it is either complete or absent.
 *
 * <pre>
 *   0   magic, 8 bytes "MINICKPT"
 *   8   version, int, big-endian like all fields
 *  12   content length in bytes, int
 *  16   CRC-32 of the content, int
 *  20   content
 * </pre>
 */
final class Checkpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
  private static final long MAGIC = 0x4D494E49434B5054L;
  private static final int VERSION = 4;
  private static final int HEADER_BYTES = 20;

  /** Number of newest checkpoints that are kept. */
  static final int MAX_CHECKPOINTS = 3;

  private Checkpoint() {}

  /** Writes the content of a checkpoint. */
  interface Content {
    void writeTo(DataOutput out) throws IOException;
  }

  /**
   * Writes the checkpoint of {@code step} and deletes all but the {@link #MAX_CHECKPOINTS} newest.
   */
  static void write(Path directory, long step, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(new DataOutputStream(bytes));
    byte[] body = bytes.toByteArray();
    ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + body.length);
    file.putLong(MAGIC).putInt(VERSION).putInt(body.length).putInt(checksum(body)).put(body);
    String name = Text.of("step-%012d.checkpoint", step);
    AtomicFile.write(directory.resolve(name), file.array());
    List<Path> newestFirst = newestFirst(directory);
    for (Path old :
        newestFirst.subList(Math.min(MAX_CHECKPOINTS, newestFirst.size()), newestFirst.size())) {
      Files.delete(old);
    }
  }

  /** Content that is kept in memory, which cannot fail. */
  static byte[] bytes(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Whether there is a checkpoint, valid or not. */
  static boolean exists(Path directory) throws IOException {
    return !newestFirst(directory).isEmpty();
  }

  /**
   * Opens the newest valid checkpoint; damaged ones are logged and skipped.
   *
   * @throws TrainingException if no checkpoint is valid
   */
  static DataInputStream readNewest(Path directory) throws IOException {
    for (Path file : newestFirst(directory)) {
      try {
        return new DataInputStream(new ByteArrayInputStream(read(file)));
      } catch (TrainingException e) {
        LOG.warn("{}; using the previous checkpoint.", e.getMessage());
      }
    }
    throw new TrainingException(
        directory
            + ": no valid checkpoint, so the run cannot be resumed. Restore one from a copy, or"
            + " start a new run.");
  }

  /**
   * Checks that a checkpoint was read completely.
   *
   * @throws TrainingException if data is left, because reader and writer use different formats
   */
  static void requireEnd(DataInputStream in) throws IOException {
    if (in.read() >= 0) {
      throw new TrainingException(
          "The checkpoint contains more data than this program reads, so it was created by another"
              + " version or with another configuration. Resume with that version and"
              + " configuration, or start a new run.");
    }
  }

  private static byte[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.remaining() < HEADER_BYTES || bytes.getLong() != MAGIC) {
      throw new TrainingException(file + ": is not a checkpoint");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw new TrainingException(
          file + ": has format version " + version + "; this program reads version " + VERSION);
    }
    int length = bytes.getInt();
    int expectedChecksum = bytes.getInt();
    if (length != bytes.remaining()) {
      throw new TrainingException(
          file + ": contains " + bytes.remaining() + " bytes of content instead of " + length);
    }
    byte[] content = new byte[length];
    bytes.get(content);
    if (checksum(content) != expectedChecksum) {
      throw new TrainingException(file + ": is damaged: checksum mismatch");
    }
    return content;
  }

  private static List<Path> newestFirst(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found =
          new ArrayList<>(
              files
                  .filter(file -> file.getFileName().toString().matches("step-\\d+\\.checkpoint"))
                  .toList());
      found.sort(Comparator.reverseOrder());
      return found;
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
