package minitaur.controller.learn.replay;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import minitaur.controller.task.ObservationLayout;
import org.jspecify.annotations.Nullable;

/**
 * A ring of fixed-size records in one memory-mapped file. Record {@code index}, counted from the
 * first ever appended, lies in slot {@code index} modulo the number of slots. Little-endian
 * throughout.
 *
 * <pre>
 *   header, one page of 4096 bytes
 *     0  magic, 8 bytes "MINIRPLY"      8  version, int       12  bytes a record, int
 *    16  capacity, long                24  slots, long        32  head, long        40  highest head ever, long
 *
 *   record, 88 bytes
 *     0  observation, 12 floats        48  action, 8 floats   80  reward, float     84  kind, step and power, int:
 *                                                                               bits 0-1, 2-21, 22-31
 * </pre>
 *
 * <p>A record is written before the head that exposes it, so a killed process leaves whole records
 * only.
 */
final class ReplayFile implements Closeable {
  static final int HEADER_BYTES = 4096;
  static final int RECORD_BYTES =
      4 * (ObservationLayout.OBSERVATION + ObservationLayout.ACTION + 2);

  /** Largest step that fits between kind and power. */
  static final int MAXIMUM_STEP = (1 << 20) - 1;

  /** Largest power that fits; power is stored in units of 4 W. */
  static final float MAX_POWER_WATTS = 4092;

  private static final float WATTS_PER_UNIT = 4;

  private static final long MAGIC = 0x594C5052494E494DL;
  private static final int VERSION = 1;

  private static final int MAGIC_OFFSET = 0;
  private static final int VERSION_OFFSET = 8;
  private static final int RECORD_BYTES_OFFSET = 12;
  private static final int CAPACITY_OFFSET = 16;
  private static final int SLOTS_OFFSET = 24;
  private static final int HEAD_OFFSET = 32;
  private static final int HIGHEST_HEAD_OFFSET = 40;

  private static final int RECORD_WORDS = RECORD_BYTES / 4;
  private static final int ACTION_WORD = ObservationLayout.OBSERVATION;
  private static final int REWARD_WORD = ACTION_WORD + ObservationLayout.ACTION;
  private static final int PACKED_WORD = REWARD_WORD + 1;
  private static final int STEP_SHIFT = 2;
  private static final int POWER_SHIFT = 22;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final FileChannel channel;
  private final MappedByteBuffer mapped;
  private final ByteBuffer header;
  private final FloatBuffer floats;
  private final IntBuffer ints;
  private final int slots;
  private long head;
  private long highestHead;

  private ReplayFile(FileChannel channel, MappedByteBuffer mapped, int slots) {
    this.channel = channel;
    this.mapped = mapped;
    this.slots = slots;
    header = mapped.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer records =
        mapped.duplicate().position(HEADER_BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
    floats = records.asFloatBuffer();
    ints = records.asIntBuffer();
    head = header.getLong(HEAD_OFFSET);
    highestHead = Math.max(head, header.getLong(HIGHEST_HEAD_OFFSET));
  }

  /**
   * Opens the file at {@code path}, or makes it.
   *
   * @throws IOException when the file cannot be used; the message says why and what to do
   */
  static ReplayFile open(Path path, int capacity, int slots) throws IOException {
    long bytes = HEADER_BYTES + (long) slots * RECORD_BYTES;
    if (bytes > Integer.MAX_VALUE) {
      throw new IOException(
          path
              + ": a replay of "
              + capacity
              + " transitions needs "
              + bytes
              + " bytes, more than the 2 GiB that one file can hold; choose a smaller capacity");
    }
    if (Files.notExists(path)) {
      create(path, capacity, slots, bytes);
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(path, channel);
      check(path, channel, capacity, slots, bytes);
      return new ReplayFile(channel, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes), slots);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Written aside and then renamed, so that a file under its own name always has a header. */
  private static void create(Path path, int capacity, int slots, long bytes) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException(path + ": cannot make the replay file, its directory does not exist");
    }
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < bytes) {
      throw new IOException(
          path
              + ": the replay file needs "
              + bytes
              + " bytes of disk, but only "
              + free
              + " are free; free some or choose a smaller capacity");
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC_OFFSET, MAGIC);
    header.putInt(VERSION_OFFSET, VERSION);
    header.putInt(RECORD_BYTES_OFFSET, RECORD_BYTES);
    header.putLong(CAPACITY_OFFSET, capacity);
    header.putLong(SLOTS_OFFSET, slots);
    Path aside = absolute.resolveSibling(absolute.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, header, 0);
      writeFully(channel, ByteBuffer.allocate(1), bytes - 1);
    }
    Files.move(aside, absolute, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  /**
   * Held until the channel closes or the process dies: two writers would destroy each other's
   * records.
   */
  private static void lock(Path path, FileChannel channel) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          path + ": the replay file is in use by another run; end that one or choose another file");
    }
  }

  private static void check(Path path, FileChannel channel, int capacity, int slots, long bytes)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {}
    if (header.hasRemaining()) {
      throw new IOException(
          path
              + ": cut off after "
              + header.position()
              + " bytes, a replay file's header has "
              + HEADER_BYTES
              + "; delete the file to begin anew");
    }
    if (header.getLong(MAGIC_OFFSET) != MAGIC) {
      throw new IOException(path + ": not a replay file; choose another path");
    }
    requireEqual(path, "format version", header.getInt(VERSION_OFFSET), VERSION);
    requireEqual(path, "bytes a record", header.getInt(RECORD_BYTES_OFFSET), RECORD_BYTES);
    requireEqual(path, "capacity in transitions", header.getLong(CAPACITY_OFFSET), capacity);
    requireEqual(path, "slots for records", header.getLong(SLOTS_OFFSET), slots);
    if (channel.size() != bytes) {
      throw new IOException(
          path
              + ": has "
              + channel.size()
              + " bytes instead of "
              + bytes
              + ", so records are missing; delete the file to begin anew");
    }
    if (header.getLong(HEAD_OFFSET) < 0) {
      throw new IOException(
          path
              + ": damaged, it says that it holds "
              + header.getLong(HEAD_OFFSET)
              + " records; delete the file to begin anew");
    }
  }

  private static void requireEqual(Path path, String what, long found, long expected)
      throws IOException {
    if (found != expected) {
      throw new IOException(
          path
              + ": "
              + what
              + " is "
              + found
              + ", expected is "
              + expected
              + "; use the program version and the configuration that made the file, or delete it"
              + " to begin anew");
    }
  }

  int slots() {
    return slots;
  }

  /** Records ever appended and not taken back; the next one gets this index. */
  long head() {
    return head;
  }

  /**
   * The largest head ever: records from this minus {@link #slots()} on have not been overwritten.
   */
  long highestHead() {
    return highestHead;
  }

  /** Writes the record after the newest, then makes it visible. */
  void append(ReplayRecord record) {
    int word = word(head);
    floats.put(word, record.observation, 0, ObservationLayout.OBSERVATION);
    floats.put(word + ACTION_WORD, record.action, 0, ObservationLayout.ACTION);
    floats.put(word + REWARD_WORD, record.reward);
    int power = Math.round(Math.max(0, Math.min(MAX_POWER_WATTS, record.power)) / WATTS_PER_UNIT);
    ints.put(
        word + PACKED_WORD,
        power << POWER_SHIFT | record.step << STEP_SHIFT | record.kind.ordinal());
    setHead(head + 1);
  }

  void setHead(long newHead) {
    head = newHead;
    highestHead = Math.max(highestHead, newHead);
    LONG.setRelease(header, HIGHEST_HEAD_OFFSET, highestHead);
    LONG.setRelease(header, HEAD_OFFSET, newHead);
  }

  int step(long index) {
    return ints.get(word(index) + PACKED_WORD) >>> STEP_SHIFT & MAXIMUM_STEP;
  }

  ReplayRecord.Kind kind(long index) {
    return ReplayRecord.Kind.of(
        ints.get(word(index) + PACKED_WORD) & (ReplayRecord.Kind.COUNT - 1));
  }

  float reward(long index) {
    return floats.get(word(index) + REWARD_WORD);
  }

  float power(long index) {
    return (ints.get(word(index) + PACKED_WORD) >>> POWER_SHIFT) * WATTS_PER_UNIT;
  }

  void observation(long index, float[] out, int offset) {
    floats.get(word(index), out, offset, ObservationLayout.OBSERVATION);
  }

  void action(long index, float[] out, int offset) {
    floats.get(word(index) + ACTION_WORD, out, offset, ObservationLayout.ACTION);
  }

  private int word(long index) {
    return (int) (index % slots) * RECORD_WORDS;
  }

  void force() {
    mapped.force();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
