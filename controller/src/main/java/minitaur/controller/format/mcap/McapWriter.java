package minitaur.controller.format.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes one file in the MCAP format, version 0 (https://mcap.dev/spec), with chunks compressed by
 * Zstandard where its native library can be loaded:
 *
 * <pre>
 *   magic, header
 *   schemas, channels, metadata                       as they are added
 *   chunk of messages, a message index a channel      again and again
 *   data end
 *   schemas, channels, statistics, chunk indexes, metadata indexes, summary offsets
 *   footer, magic
 * </pre>
 *
 * A chunk is written as soon as it is full, so all complete chunks of a truncated file stay
 * readable. {@link #finish} adds the indexes. Not thread-safe. After an {@link IOException}, only
 * {@link #close} may be called.
 */
public final class McapWriter implements AutoCloseable {
  private static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};

  private final WritableByteChannel out;
  private final int chunkBytes;
  private final ChunkCompression compression;
  private final CRC32 dataCrc = new CRC32();
  private final CRC32 chunkCrc = new CRC32();
  private long position;

  private final RecordBuffer record = new RecordBuffer(1 << 12);
  private final RecordBuffer chunk;
  private final TimeSpan chunkTime = new TimeSpan();
  private final TimeSpan fileTime = new TimeSpan();
  private final List<ChannelIndex> channels = new ArrayList<>();
  private int chunkCount;
  private int metadataCount;

  // Record groups of the summary section, which grow with the file.
  private final RecordBuffer schemaRecords = new RecordBuffer(1 << 12);
  private final RecordBuffer channelRecords = new RecordBuffer(1 << 10);
  private final RecordBuffer chunkIndexes = new RecordBuffer(1 << 12);
  private final RecordBuffer metadataIndexes = new RecordBuffer(1 << 8);
  private int schemaCount;

  /** Whether a file is complete: it ends with the magic bytes. */
  public static boolean isComplete(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer end = ByteBuffer.allocate(MAGIC.length);
      if (channel.size() < 2L * MAGIC.length) {
        return false;
      }
      channel.position(channel.size() - MAGIC.length);
      while (end.hasRemaining() && channel.read(end) >= 0) {
        // A read may return fewer bytes than requested.
      }
      return Arrays.equals(end.array(), MAGIC);
    }
  }

  /**
   * Starts a file.
   *
   * @param out destination, at its first byte; closed by {@link #close}
   * @param library name of the writing program
   * @param chunkBytes min size of the records of a chunk at which it is written
   */
  public McapWriter(WritableByteChannel out, String library, int chunkBytes) throws IOException {
    this(out, library, chunkBytes, ChunkCompression.best());
  }

  McapWriter(WritableByteChannel out, String library, int chunkBytes, ChunkCompression compression)
      throws IOException {
    this.out = out;
    this.compression = compression;
    this.chunkBytes = chunkBytes;
    chunk = new RecordBuffer(chunkBytes + (1 << 12));
    writeData(ByteBuffer.wrap(MAGIC));
    int start = record.begin(Opcode.HEADER);
    record.string("").string(library).end(start);
    writeRecord();
  }

  /**
   * Adds a schema.
   *
   * @param name such as {@code foxglove.SceneUpdate}, from which viewers recognize messages that
   *     they can draw
   * @param encoding such as {@code jsonschema}
   * @return its ID, for {@link #addChannel}
   */
  public int addSchema(String name, String encoding, String schema) throws IOException {
    int id = ++schemaCount;
    int start = record.begin(Opcode.SCHEMA);
    record.u16(id).string(name).string(encoding).string(schema).end(start);
    schemaRecords.bytes(record);
    writeRecord();
    return id;
  }

  /**
   * Adds a channel.
   *
   * @param topic such as {@code /state}
   * @param schema ID of its schema
   * @param messageEncoding such as {@code json}
   * @return its ID, for {@link #write}
   */
  public int addChannel(String topic, int schema, String messageEncoding) throws IOException {
    if (schema < 1 || schema > schemaCount) {
      throw new IllegalArgumentException("there is no schema " + schema + " for " + topic);
    }
    int id = channels.size() + 1;
    channels.add(new ChannelIndex(id));
    int start = record.begin(Opcode.CHANNEL);
    record.u16(id).u16(schema).string(topic).string(messageEncoding).stringMap(Map.of()).end(start);
    channelRecords.bytes(record);
    writeRecord();
    return id;
  }

  /** Adds metadata about the file: a name and key-value pairs. */
  public void addMetadata(String name, Map<String, String> pairs) throws IOException {
    int start = record.begin(Opcode.METADATA);
    record.string(name).stringMap(pairs).end(start);
    int indexStart = metadataIndexes.begin(Opcode.METADATA_INDEX);
    metadataIndexes.u64(position).u64(record.size()).string(name).end(indexStart);
    metadataCount++;
    writeRecord();
  }

  /**
   * Adds a message.
   *
   * @param channel ID of its channel
   * @param timeNanos time to which its content refers; need not ascend
   * @param message its bytes. Not modified, not retained.
   * @param length number of bytes
   */
  public void write(int channel, long timeNanos, byte[] message, int length) throws IOException {
    ChannelIndex index = channels.get(channel - 1);
    int start = chunk.begin(Opcode.MESSAGE);
    chunk.u16(channel).u32(index.total()).u64(timeNanos).u64(timeNanos).bytes(message, length);
    chunk.end(start);
    index.add(timeNanos, start);
    chunkTime.include(timeNanos);
    fileTime.include(timeNanos);
    if (chunk.size() >= chunkBytes) {
      writeChunk();
    }
  }

  /** Writes the current chunk. */
  private void writeChunk() throws IOException {
    if (chunk.size() == 0) {
      return;
    }
    chunkCrc.reset();
    chunkCrc.update(chunk.content());
    byte[] compressed = compression.compress(chunk.toArray());
    int start = record.begin(Opcode.CHUNK);
    chunkTime.writeTo(record);
    record.u64(chunk.size()).u32(chunkCrc.getValue()).string(compression.code());
    record.u64(compressed.length).bytes(compressed, compressed.length).end(start);

    int chunkIndex = chunkIndexes.begin(Opcode.CHUNK_INDEX);
    chunkTime.writeTo(chunkIndexes);
    int chunkLength = record.size();
    chunkIndexes.u64(position).u64(chunkLength);
    long usedChannels = channels.stream().filter(channel -> channel.count() > 0).count();
    chunkIndexes.u32(usedChannels * (Short.BYTES + Long.BYTES));
    for (ChannelIndex channel : channels) {
      if (channel.count() > 0) {
        chunkIndexes.u16(channel.channel()).u64(position + record.size());
        channel.writeTo(record);
      }
    }
    chunkIndexes.u64(record.size() - chunkLength).string(compression.code());
    chunkIndexes.u64(compressed.length).u64(chunk.size()).end(chunkIndex);

    writeRecord();
    chunk.clear();
    chunkTime.clear();
    chunkCount++;
  }

  /** Completes the file with its indexes. Nothing can be added afterward. */
  public void finish() throws IOException {
    writeChunk();
    long crc = dataCrc.getValue();
    int dataEnd = record.begin(Opcode.DATA_END);
    record.u32(crc).end(dataEnd);
    writeRecord();

    long summaryStart = position;
    RecordBuffer offsets = new RecordBuffer(256);
    addGroup(Opcode.SCHEMA, schemaRecords, summaryStart, offsets);
    addGroup(Opcode.CHANNEL, channelRecords, summaryStart, offsets);
    addGroup(Opcode.STATISTICS, statistics(), summaryStart, offsets);
    addGroup(Opcode.CHUNK_INDEX, chunkIndexes, summaryStart, offsets);
    addGroup(Opcode.METADATA_INDEX, metadataIndexes, summaryStart, offsets);
    long offsetsStart = summaryStart + record.size();
    record.bytes(offsets);

    int footer = record.begin(Opcode.FOOTER);
    record.u64(summaryStart).u64(offsetsStart).u32(0).end(footer);
    // The checksum covers the footer up to the checksum field.
    int crcLength = record.size() - Integer.BYTES;
    CRC32 summaryCrc = new CRC32();
    summaryCrc.update(record.content().limit(crcLength));
    writeFully(record.content().limit(crcLength));
    record.clear();
    record.u32(summaryCrc.getValue()).bytes(MAGIC, MAGIC.length);
    writeFully(record.content());
    record.clear();
  }

  /** Appends a group of the summary to {@link #record}, and its offset to {@code offsets}. */
  private void addGroup(
      Opcode opcode, RecordBuffer group, long summaryStart, RecordBuffer offsets) {
    if (group.size() == 0) {
      return;
    }
    int start = offsets.begin(Opcode.SUMMARY_OFFSET);
    offsets.u8(opcode.code()).u64(summaryStart + record.size()).u64(group.size()).end(start);
    record.bytes(group);
  }

  private RecordBuffer statistics() {
    RecordBuffer statistics = new RecordBuffer(256);
    int start = statistics.begin(Opcode.STATISTICS);
    statistics.u64(channels.stream().mapToLong(ChannelIndex::total).sum());
    statistics.u16(schemaCount).u32(channels.size()).u32(0).u32(metadataCount).u32(chunkCount);
    fileTime.writeTo(statistics);
    statistics.u32((long) channels.size() * (Short.BYTES + Long.BYTES));
    channels.forEach(channel -> statistics.u16(channel.channel()).u64(channel.total()));
    statistics.end(start);
    return statistics;
  }

  /** Writes {@link #record} to the data section and clears it. */
  private void writeRecord() throws IOException {
    writeData(record.content());
    record.clear();
  }

  private void writeData(ByteBuffer bytes) throws IOException {
    dataCrc.update(bytes.duplicate());
    position += bytes.remaining();
    writeFully(bytes);
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Closes the file. Without {@link #finish}, it contains only complete chunks and no summary. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
