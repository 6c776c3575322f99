package minitaur.controller.format.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A decoded event file: checksums are verified and protocol buffers parsed. Implemented from the
 * format descriptions, independently of the writer.
 */
public final class EventFileReader {
  /** Bit-reversed polynomial of CRC-32C. */
  private static final int POLYNOMIAL = 0x82f63b78;

  private EventFileReader() {}

  /**
   * An event.
   *
   * @param version empty except in the first event of a file
   * @param purge whether the event discards those of its step and later ones
   */
  public record Event(
      double wallTime, long step, String version, boolean purge, Map<String, Double> scalars) {}

  /** A field of a protocol buffer: a number, or bytes. */
  private record Field(int number, long value, ByteBuffer bytes) {}

  /** Reads a file. */
  public static List<Event> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      int start = in.position();
      int length = (int) in.getLong();
      requireCrc(in.slice(start, Long.BYTES), in.getInt());
      ByteBuffer message = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + length);
      requireCrc(message.duplicate(), in.getInt());
      events.add(parseEvent(message));
    }
    return events;
  }

  private static void requireCrc(ByteBuffer bytes, int maskedCrc) {
    int crc = -1;
    while (bytes.hasRemaining()) {
      crc ^= bytes.get() & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
    }
    crc = ~crc;
    int expected = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    if (maskedCrc != expected) {
      throw new AssertionError("wrong checksum");
    }
  }

  private static Event parseEvent(ByteBuffer message) {
    double wallTime = Double.NaN;
    long step = 0;
    String version = "";
    boolean purge = false;
    Map<String, Double> scalars = new LinkedHashMap<>();
    for (Field field : parseFields(message)) {
      switch (field.number()) {
        case 1 -> wallTime = Double.longBitsToDouble(field.value());
        case 2 -> step = field.value();
        case 3 -> version = StandardCharsets.UTF_8.decode(field.bytes()).toString();
        case 5 -> parseFields(field.bytes()).forEach(value -> addScalar(value.bytes(), scalars));
        case 7 -> purge = parseFields(field.bytes()).get(0).equals(new Field(1, 1, null));
        default -> throw new AssertionError("unknown field " + field.number());
      }
    }
    return new Event(wallTime, step, version, purge, scalars);
  }

  private static void addScalar(ByteBuffer value, Map<String, Double> scalars) {
    String tag = "";
    for (Field field : parseFields(value)) {
      if (field.number() == 1) {
        tag = StandardCharsets.UTF_8.decode(field.bytes()).toString();
      } else if (field.number() == 2) {
        scalars.put(tag, (double) Float.intBitsToFloat((int) field.value()));
      }
    }
  }

  private static List<Field> parseFields(ByteBuffer message) {
    ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = readVarint(in);
      int number = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> fields.add(new Field(number, readVarint(in), null));
        case 1 -> fields.add(new Field(number, in.getLong(), null));
        case 2 -> {
          int length = (int) readVarint(in);
          fields.add(new Field(number, 0, in.slice(in.position(), length)));
          in.position(in.position() + length);
        }
        case 5 -> fields.add(new Field(number, in.getInt(), null));
        default -> throw new AssertionError("unknown kind of field");
      }
    }
    return fields;
  }

  private static long readVarint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
