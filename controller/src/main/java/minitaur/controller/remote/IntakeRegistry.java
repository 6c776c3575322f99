package minitaur.controller.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.run.storage.FileOperations;

/**
 * Append-only file that lists the episodes in the replay buffer, in their order there.
 * Little-endian.
 *
 * <pre>
 *   entry, 36 bytes
 *     0  collector, long     8  number, long    16  arrival, long
 *    24  records, int       28  checksum of the episode, int
 *    32  CRC-32C of the first 32 bytes, int
 * </pre>
 */
public final class IntakeRegistry {
  private static final int ENTRY_BYTES = 36;
  private static final int CHECKED_BYTES = 32;

  private final Path file;
  private final FileOperations files;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * An episode in the replay buffer.
   *
   * @param arrival sequence number of its arrival at the trainer, from 0
   * @param records number of its records in the replay buffer
   * @param checksum CRC-32C in the episode's trailer
   */
  public record Entry(EpisodeId id, long arrival, int records, int checksum) {}

  private IntakeRegistry(Path file, FileOperations files) {
    this.file = file;
    this.files = files;
  }

  /** Opens or creates a registry. Reading stops at the first incomplete or corrupted entry. */
  public static IntakeRegistry open(Path file, FileOperations files) throws IOException {
    IntakeRegistry registry = new IntakeRegistry(file, files);
    if (Files.exists(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(files.read(file)).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.remaining() >= ENTRY_BYTES) {
        byte[] entry = new byte[ENTRY_BYTES];
        bytes.get(entry);
        ByteBuffer fields = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        if (fields.getInt(CHECKED_BYTES) != EpisodeLayout.checksum(entry, CHECKED_BYTES)) {
          break;
        }
        registry.entries.add(
            new Entry(
                new EpisodeId(fields.getLong(), fields.getLong()),
                fields.getLong(),
                fields.getInt(),
                fields.getInt()));
      }
    }
    return registry;
  }

  /** The entries, oldest first. A view. */
  public List<Entry> entries() {
    return entries;
  }

  /** Adds an entry; {@link #force} makes it durable. */
  void add(Entry entry) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(entry.id().collector()).putLong(entry.id().number()).putLong(entry.arrival());
    bytes.putInt(entry.records()).putInt(entry.checksum());
    bytes.putInt(EpisodeLayout.checksum(bytes.array(), CHECKED_BYTES));
    files.append(file, bytes.array());
    entries.add(entry);
  }

  /** Flushes all entries to disk. */
  void force() throws IOException {
    if (!entries.isEmpty()) {
      files.force(file);
    }
  }

  /**
   * Truncates the registry to its first {@code count} entries.
   *
   * @throws IOException when there are fewer
   */
  void truncate(long count) throws IOException {
    if (count > entries.size()) {
      throw new IOException(
          ("%s: contains %d valid entries, but the checkpoint requires %d: the file is corrupted or"
                  + " belongs to another run; restore the original file, or start a new run")
              .formatted(file, entries.size(), count));
    }
    entries.subList((int) count, entries.size()).clear();
    if (Files.exists(file)) {
      files.truncate(file, count * ENTRY_BYTES);
    }
  }
}
