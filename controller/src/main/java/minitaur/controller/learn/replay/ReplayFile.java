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
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.CRC32C;
import minitaur.hal.file.FileErrors;
import org.jspecify.annotations.Nullable;

/**
 * A ring buffer of fixed-size records in one memory-mapped file of any size. Record {@code index},
 * counted from the first record ever appended, is in slot {@code index} modulo the number of slots.
 * All values are little-endian.
 *
 * <pre>
 *   header, one page of 4096 bytes
 *     0  magic, 8 bytes "MINIRPLY"      8  version, int       12  bytes per record, int
 *    16  capacity, long                24  slots, long        32  head, long
 *    40  highest head ever, long       48  id of the file, long
 *
 *   records, slots x bytes per record
 *   checksums, slots x short: CRC-32C of the record XOR a hash of its index and the file's id, both
 *   halves XORed
 * </pre>
 *
 * <p>A record and its checksum are written before the head that exposes them, so a killed process
 * leaves only complete records. The checksum detects records that were corrupted by the disk, torn
 * by power loss or overwritten, or that belong to another file.
 */
final class ReplayFile implements Closeable {
  static final int HEADER_BYTES = 4096;
  static final int CHECKSUM_BYTES = 2;

  private static final long MAGIC = 0x594C5052494E494DL;
  private static final int VERSION = 2;

  private static final int MAGIC_OFFSET = 0;
  private static final int VERSION_OFFSET = 8;
  private static final int RECORD_BYTES_OFFSET = 12;
  private static final int CAPACITY_OFFSET = 16;
  private static final int SLOTS_OFFSET = 24;
  private static final int HEAD_OFFSET = 32;
  private static final int HIGHEST_HEAD_OFFSET = 40;
  private static final int ID_OFFSET = 48;

  private static final int ALLOCATION_BLOCK_BYTES = 1 << 20;
  private static final int MAX_SLOTS = 1 << 29;

  /** A buffer of Java holds up to 2 GiB, so a large file is mapped in several. */
  private static final int MAX_SEGMENT_BYTES = 1 << 30;

  private static final String REMEDY =
      "; restore the file from a copy, or start a new run in another directory";

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final FileChannel channel;
  private final MappedByteBuffer header;
  private final MappedByteBuffer[] segments;
  private final FloatBuffer[] floats;
  private final IntBuffer[] ints;
  private final MappedByteBuffer checksumBytes;
  private final ShortBuffer checksums;
  private final CRC32C crc = new CRC32C();
  private final int recordBytes;
  private final int slots;
  private final int segmentShift;
  private final int segmentMask;
  private final long id;
  private long head;
  private long highestHead;

  private ReplayFile(FileChannel channel, int recordBytes, int slots, int maxSegmentBytes)
      throws IOException {
    this.channel = channel;
    this.recordBytes = recordBytes;
    this.slots = slots;
    // A power of two, so that a slot is found by a shift.
    segmentShift = 31 - Integer.numberOfLeadingZeros(Math.max(1, maxSegmentBytes / recordBytes));
    segmentMask = (1 << segmentShift) - 1;
    int count = ((slots - 1) >> segmentShift) + 1;
    segments = new MappedByteBuffer[count];
    floats = new FloatBuffer[count];
    ints = new IntBuffer[count];
    header = map(channel, 0, HEADER_BYTES);
    long position = HEADER_BYTES;
    for (int i = 0; i < count; i++) {
      int segmentSlots = Math.min(1 << segmentShift, slots - (i << segmentShift));
      segments[i] = map(channel, position, segmentSlots * recordBytes);
      floats[i] = segments[i].asFloatBuffer();
      ints[i] = segments[i].asIntBuffer();
      position += (long) segmentSlots * recordBytes;
    }
    checksumBytes = map(channel, position, slots * CHECKSUM_BYTES);
    checksums = checksumBytes.asShortBuffer();
    id = header.getLong(ID_OFFSET);
    head = header.getLong(HEAD_OFFSET);
    highestHead = Math.max(head, header.getLong(HIGHEST_HEAD_OFFSET));
  }

  private static MappedByteBuffer map(FileChannel channel, long position, int bytes)
      throws IOException {
    MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_WRITE, position, bytes);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    return buffer;
  }

  /**
   * Opens the file at {@code path}, or creates it.
   *
   * @throws IOException if the file cannot be used; the message states the reason and a remedy
   */
  static ReplayFile open(Path path, int recordBytes, int capacity, long slots) throws IOException {
    return open(path, recordBytes, capacity, slots, MAX_SEGMENT_BYTES);
  }

  /**
   * Opens the file at {@code path}, or creates it, in segments of limited size.
   *
   * @param maxSegmentBytes maximum size of the records that are mapped at once
   * @throws IOException if the file cannot be used; the message states the reason and a remedy
   */
  static ReplayFile open(Path path, int recordBytes, int capacity, long slots, int maxSegmentBytes)
      throws IOException {
    if (slots > MAX_SLOTS) {
      throw new IOException(
          path
              + ": a replay buffer of "
              + capacity
              + " transitions needs more than the "
              + MAX_SLOTS
              + " records that one file can hold; choose a smaller capacity, episode limit or"
              + " checkpoint interval");
    }
    long bytes = HEADER_BYTES + slots * (recordBytes + CHECKSUM_BYTES);
    if (Files.notExists(path)) {
      create(path, recordBytes, capacity, slots, bytes);
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(path, channel);
      check(path, channel, recordBytes, capacity, slots, bytes);
      return new ReplayFile(channel, recordBytes, (int) slots, maxSegmentBytes);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The head in the header of a file; 0 if there is no file or no header. */
  static long records(Path path) throws IOException {
    if (Files.notExists(path)) {
      return 0;
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {}
    }
    return header.getLong(HEAD_OFFSET);
  }

  /**
   * Creates the file under a temporary name and then renames it, so that a file under its final
   * name always has a header. Allocates all of its space at once, so that a disk that fills up
   * later cannot fail a write to mapped memory.
   */
  private static void create(Path path, int recordBytes, int capacity, long slots, long bytes)
      throws IOException {
    Path absolute = path.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException(path + ": cannot create the replay file: its directory does not exist");
    }
    Path temporaryFile = absolute.resolveSibling(absolute.getFileName() + ".new");
    // One that a killed process left behind occupies space.
    Files.deleteIfExists(temporaryFile);
    long free = directory.toFile().getUsableSpace();
    if (free < bytes) {
      throw new IOException(
          path
              + ": the replay file needs "
              + bytes
              + " bytes of disk, but only "
              + free
              + " are free; free some or choose a smaller capacity, episode limit or checkpoint"
              + " interval");
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC_OFFSET, MAGIC);
    header.putInt(VERSION_OFFSET, VERSION);
    header.putInt(RECORD_BYTES_OFFSET, recordBytes);
    header.putLong(CAPACITY_OFFSET, capacity);
    header.putLong(SLOTS_OFFSET, slots);
    header.putLong(ID_OFFSET, UUID.randomUUID().getLeastSignificantBits());
    try (FileChannel channel =
        FileChannel.open(temporaryFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeFully(channel, header, 0);
      ByteBuffer zeros = ByteBuffer.allocateDirect(ALLOCATION_BLOCK_BYTES);
      for (long position = HEADER_BYTES; position < bytes; position += ALLOCATION_BLOCK_BYTES) {
        zeros.clear().limit((int) Math.min(ALLOCATION_BLOCK_BYTES, bytes - position));
        writeFully(channel, zeros, position);
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporaryFile);
      throw new IOException(
          "%s: the %d bytes of the replay file could not be reserved (%s); free some disk space or choose a smaller capacity, episode limit or checkpoint interval"
              .formatted(path, bytes, FileErrors.reason(e)),
          e);
    }
    Files.move(temporaryFile, absolute, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  /**
   * Locks the file until the channel closes or the process ends, because two writers would
   * overwrite each other's records.
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

  private static void check(
      Path path, FileChannel channel, int recordBytes, int capacity, long slots, long bytes)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {}
    if (header.hasRemaining()) {
      throw new IOException(
          path
              + ": truncated after "
              + header.position()
              + " bytes; the header of a replay file has "
              + HEADER_BYTES
              + REMEDY);
    }
    if (header.getLong(MAGIC_OFFSET) != MAGIC) {
      throw new IOException(path + ": not a replay file" + REMEDY);
    }
    requireEqual(path, "format version", header.getInt(VERSION_OFFSET), VERSION);
    requireEqual(path, "bytes per record", header.getInt(RECORD_BYTES_OFFSET), recordBytes);
    requireEqual(path, "capacity in transitions", header.getLong(CAPACITY_OFFSET), capacity);
    requireEqual(path, "slots for records", header.getLong(SLOTS_OFFSET), slots);
    if (channel.size() != bytes) {
      throw new IOException(
          path
              + ": has "
              + channel.size()
              + " bytes instead of "
              + bytes
              + ", so records are missing"
              + REMEDY);
    }
    if (header.getLong(HEAD_OFFSET) < 0) {
      throw new IOException(
          path
              + ": corrupted: the header reports "
              + header.getLong(HEAD_OFFSET)
              + " records"
              + REMEDY);
    }
  }

  private static void requireEqual(Path path, String field, long found, long expected)
      throws IOException {
    if (found != expected) {
      throw new IOException(
          path
              + ": "
              + field
              + " is "
              + found
              + ", expected "
              + expected
              + "; use the program version and the configuration that created the file, or start a"
              + " new run in another directory");
    }
  }

  int slots() {
    return slots;
  }

  /** Number of records appended and not rewound; the index of the next record. */
  long head() {
    return head;
  }

  /**
   * The maximum head so far. Records from this minus {@link #slots()} on have not been overwritten.
   */
  long highestHead() {
    return highestHead;
  }

  /** Unique id of this file. */
  long id() {
    return id;
  }

  // --- Writing the next record; append() makes it visible ---

  void put(int word, float[] values, int count) {
    floats[segment(head)].put(word(head) + word, values, 0, count);
  }

  void put(int word, float value) {
    floats[segment(head)].put(word(head) + word, value);
  }

  void put(int word, int value) {
    ints[segment(head)].put(word(head) + word, value);
  }

  /** Makes the record written by {@link #put} visible. */
  void append() {
    checksums.put(slot(head), checksum(head));
    setHead(head + 1);
  }

  /**
   * Removes all records from {@code newHead} on.
   *
   * @param firstNeeded the first record before {@code newHead} that is used
   * @throws IOException if the file does not contain all of these records
   */
  void rewind(long newHead, long firstNeeded) throws IOException {
    if (newHead < 0 || newHead > head) {
      throw new IOException(
          "cannot rewind the replay buffer to record "
              + newHead
              + ": the file has "
              + head
              + " records, so it is not the file of the checkpoint, or records were lost");
    }
    // One slot may be partially written.
    long limit = slots - 1 - (newHead - firstNeeded);
    if (highestHead - newHead > limit) {
      throw new IOException(
          "cannot rewind the replay buffer to record "
              + newHead
              + ": "
              + (highestHead - newHead)
              + " records appended since have overwritten it (limit: "
              + limit
              + "); write checkpoints more often or enlarge the replay buffer");
    }
    setHead(newHead);
  }

  void setHead(long newHead) {
    head = newHead;
    highestHead = Math.max(highestHead, newHead);
    LONG.setRelease(header, HIGHEST_HEAD_OFFSET, highestHead);
    LONG.setRelease(header, HEAD_OFFSET, newHead);
  }

  /** Replaces both heads after the header was corrupted. */
  void resetHead(long newHead) {
    highestHead = newHead;
    setHead(newHead);
  }

  /** Whether the slot contains the unmodified record that was appended as {@code index}. */
  boolean isIntact(long index) {
    return index >= 0 && checksums.get(slot(index)) == checksum(index);
  }

  private short checksum(long index) {
    int start = (slot(index) & segmentMask) * recordBytes;
    ByteBuffer segment = segments[segment(index)];
    segment.limit(start + recordBytes).position(start);
    crc.reset();
    crc.update(segment);
    segment.clear();
    long hash = (index ^ id) * 0x9E3779B97F4A7C15L;
    int sum = (int) crc.getValue() ^ (int) (hash >>> 32);
    return (short) (sum ^ sum >>> 16);
  }

  // --- Reading ---

  float getFloat(long index, int word) {
    return floats[segment(index)].get(word(index) + word);
  }

  int getInt(long index, int word) {
    return ints[segment(index)].get(word(index) + word);
  }

  void getFloats(long index, int word, float[] out, int offset, int count) {
    floats[segment(index)].get(word(index) + word, out, offset, count);
  }

  /** Slot of the record in the ring buffer. */
  int slot(long index) {
    return (int) (index % slots);
  }

  private int segment(long index) {
    return slot(index) >> segmentShift;
  }

  /** Offset of the record in its segment, in words of 4 bytes. */
  private int word(long index) {
    return (slot(index) & segmentMask) * (recordBytes / 4);
  }

  /** Writes the records to the disk, and then the heads that make them visible. */
  void force() {
    for (MappedByteBuffer segment : segments) {
      segment.force();
    }
    checksumBytes.force();
    header.force();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
