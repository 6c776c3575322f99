package minitaur.controller.format.mcap;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * An MCAP file, read sequentially up to its last complete record, with verified chunk checksums.
 * Implemented from the specification, independently of the writer.
 */
public final class McapFile {
  private static final int MAGIC_BYTES = 8;

  /** A schema. */
  public record Schema(String name, String encoding, String text) {}

  /** A channel. */
  public record Channel(int schema, String topic, String encoding) {}

  /** A message. */
  public record Message(int channel, long sequence, long timeNanos, String text) {}

  /** Position of a chunk and its number of messages. */
  record Chunk(int start, int end, int messages) {}

  public final Map<Integer, Schema> schemas = new LinkedHashMap<>();
  public final Map<Integer, Channel> channels = new LinkedHashMap<>();
  public final List<Message> messages = new ArrayList<>();
  public final Map<String, Map<String, String>> metadata = new LinkedHashMap<>();
  final List<Chunk> chunks = new ArrayList<>();
  public boolean complete;

  private final ByteBuffer bytes;

  private McapFile(byte[] file) {
    bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the complete records of a file. */
  public static McapFile read(byte[] file) {
    McapFile result = new McapFile(file);
    if (file.length >= MAGIC_BYTES) {
      result.bytes.position(MAGIC_BYTES);
      result.readRecords(result.bytes);
    }
    return result;
  }

  /** Messages of a topic, in file order. */
  public List<Message> messagesOf(String topic) {
    return messages.stream()
        .filter(message -> channels.get(message.channel()).topic().equals(topic))
        .toList();
  }

  private void readRecords(ByteBuffer in) {
    while (!complete && in.remaining() >= 9) {
      int start = in.position();
      int opcode = in.get();
      long length = in.getLong();
      if (length > in.remaining()) {
        in.position(start);
        return;
      }
      ByteBuffer content = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + (int) length);
      readRecord(opcode, content, start, in.position());
    }
  }

  private void readRecord(int opcode, ByteBuffer content, int start, int end) {
    switch (opcode) {
      case 0x03 -> {
        int id = content.getShort();
        schemas.put(id, new Schema(readString(content), readString(content), readString(content)));
      }
      case 0x04 -> {
        int id = content.getShort();
        channels.put(id, new Channel(content.getShort(), readString(content), readString(content)));
      }
      case 0x05 -> {
        int channel = content.getShort();
        long sequence = content.getInt();
        long time = content.getLong();
        require(content.getLong() == time, "publish time");
        String text = StandardCharsets.UTF_8.decode(content).toString();
        messages.add(new Message(channel, sequence, time, text));
      }
      case 0x06 -> readChunk(content, start, end);
      case 0x0C -> metadata.put(readString(content), readStringMap(content));
      case 0x0F -> {
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate().position(0).limit(start));
        require(Integer.toUnsignedLong(content.getInt()) == crc.getValue(), "data's checksum");
        complete = true; // The rest repeats data.
      }
      default -> {}
    }
  }

  private void readChunk(ByteBuffer content, int start, int end) {
    long first = content.getLong();
    long last = content.getLong();
    int size = (int) content.getLong();
    long expected = Integer.toUnsignedLong(content.getInt());
    String compression = readString(content);
    require(compression.equals("zstd") || compression.isEmpty(), "compression");
    byte[] compressed = new byte[(int) content.getLong()];
    require(compressed.length == content.remaining(), "chunk's size");
    content.get(compressed);
    ByteBuffer records =
        ByteBuffer.wrap(compression.isEmpty() ? compressed : Zstd.decompress(compressed, size));
    require(records.remaining() == size, "chunk's uncompressed size");
    CRC32 crc = new CRC32();
    crc.update(records.duplicate());
    require(crc.getValue() == expected, "chunk's checksum");
    int firstIndex = messages.size();
    readRecords(records.slice().order(ByteOrder.LITTLE_ENDIAN));
    List<Message> chunkMessages = messages.subList(firstIndex, messages.size());
    require(
        chunkMessages.stream().mapToLong(Message::timeNanos).min().orElse(0) == first,
        "first time");
    require(
        chunkMessages.stream().mapToLong(Message::timeNanos).max().orElse(0) == last, "last time");
    chunks.add(new Chunk(start, end, chunkMessages.size()));
  }

  private static void require(boolean condition, String description) {
    if (!condition) {
      throw new AssertionError("wrong: " + description);
    }
  }

  private static String readString(ByteBuffer in) {
    byte[] utf8 = new byte[in.getInt()];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static Map<String, String> readStringMap(ByteBuffer in) {
    Map<String, String> pairs = new LinkedHashMap<>();
    int end = in.getInt() + in.position();
    while (in.position() < end) {
      pairs.put(readString(in), readString(in));
    }
    return pairs;
  }
}
