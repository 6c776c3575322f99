package minitaur.controller.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import minitaur.hal.Motor;

/** A message in the making. What is not known is left out, because JSON has no word for it. */
final class JsonMessage {
  private static final String[] MOTORS = names(Motor.values());

  /** Digits after the point: a micrometre, a microradian; less than any sensor tells apart. */
  private static final double DIGITS = 1e6;

  private static final double SECOND = 1e9;

  private final JsonFactory factory = new JsonFactory();
  private final Bytes bytes = new Bytes();
  private JsonGenerator json = generator();

  /** Shows its bytes without copying them. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(1 << 13);
    }

    byte[] array() {
      return buf;
    }
  }

  private JsonGenerator generator() {
    try {
      return factory.createGenerator(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail", e);
    }
  }

  /** Names of an enum's constants as keys. */
  static String[] names(Enum<?>[] constants) {
    String[] names = new String[constants.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = constants[i].name().toLowerCase(Locale.ROOT);
    }
    return names;
  }

  /** Begins a new message: an object. */
  JsonMessage begin() throws IOException {
    bytes.reset();
    json = generator();
    json.writeStartObject();
    return this;
  }

  /** Ends the message; {@link #array} and {@link #length} then give its bytes. */
  JsonMessage end() throws IOException {
    json.writeEndObject();
    json.close();
    return this;
  }

  byte[] array() {
    return bytes.array();
  }

  int length() {
    return bytes.size();
  }

  JsonMessage object(String key) throws IOException {
    json.writeObjectFieldStart(key);
    return this;
  }

  JsonMessage object() throws IOException {
    json.writeStartObject();
    return this;
  }

  JsonMessage endObject() throws IOException {
    json.writeEndObject();
    return this;
  }

  JsonMessage array(String key) throws IOException {
    json.writeArrayFieldStart(key);
    return this;
  }

  JsonMessage endArray() throws IOException {
    json.writeEndArray();
    return this;
  }

  JsonMessage text(String key, String value) throws IOException {
    json.writeStringField(key, value);
    return this;
  }

  JsonMessage flag(String key, boolean value) throws IOException {
    json.writeBooleanField(key, value);
    return this;
  }

  JsonMessage integer(String key, long value) throws IOException {
    json.writeNumberField(key, value);
    return this;
  }

  JsonMessage integer(long value) throws IOException {
    json.writeNumber(value);
    return this;
  }

  /** A number, rounded; nothing when it is not finite. */
  JsonMessage number(String key, double value) throws IOException {
    if (Double.isFinite(value)) {
      double rounded = Math.rint(value * DIGITS) / DIGITS;
      if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1L << 53) {
        json.writeNumberField(key, (long) rounded); // 0 rather than 0.0 or -0.0.
      } else {
        json.writeNumberField(key, rounded);
      }
    }
    return this;
  }

  /** A time in seconds, to the nanosecond. */
  JsonMessage seconds(String key, long timeNanos) throws IOException {
    json.writeNumberField(key, timeNanos / SECOND);
    return this;
  }

  /** A time as the well-known schemas want it. */
  JsonMessage time(String key, long timeNanos) throws IOException {
    return object(key)
        .integer("sec", Math.floorDiv(timeNanos, 1_000_000_000L))
        .integer("nsec", Math.floorMod(timeNanos, 1_000_000_000L))
        .endObject();
  }

  /** A point or vector. */
  JsonMessage vector(String key, double x, double y, double z) throws IOException {
    return object(key).number("x", x).number("y", y).number("z", z).endObject();
  }

  JsonMessage quaternion(String key, double w, double x, double y, double z) throws IOException {
    return object(key).number("x", x).number("y", y).number("z", z).number("w", w).endObject();
  }

  /** A number for each motor. */
  JsonMessage motors(String key, double[] values) throws IOException {
    json.writeObjectFieldStart(key);
    for (int motor = 0; motor < MOTORS.length; motor++) {
      number(MOTORS[motor], values[motor]);
    }
    json.writeEndObject();
    return this;
  }
}
