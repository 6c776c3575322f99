package minitaur.controller.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The JSON of one message. Numbers that are not finite are left out. */
final class JsonMessage extends JsonFields {
  /** Six decimal places: a micrometre, a microradian; finer than any sensor resolves. */
  private static final double DIGITS = 1e6;

  private static final double SECOND = 1e9;

  private final JsonFactory factory = new JsonFactory();
  private final Bytes bytes = new Bytes();
  private JsonGenerator json = generator();

  /** Gives access to its bytes without a copy. */
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

  @Override
  JsonMessage object(String key) throws IOException {
    json.writeObjectFieldStart(key);
    return this;
  }

  JsonMessage object() throws IOException {
    json.writeStartObject();
    return this;
  }

  @Override
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

  @Override
  JsonMessage text(String key, String value) throws IOException {
    json.writeStringField(key, value);
    return this;
  }

  @Override
  JsonMessage flag(String key, boolean value) throws IOException {
    json.writeBooleanField(key, value);
    return this;
  }

  @Override
  JsonMessage integer(String key, long value) throws IOException {
    json.writeNumberField(key, value);
    return this;
  }

  JsonMessage integer(long value) throws IOException {
    json.writeNumber(value);
    return this;
  }

  /** {@inheritDoc} It is rounded to six decimal places. */
  @Override
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

  @Override
  JsonMessage seconds(String key, long nanos) throws IOException {
    json.writeNumberField(key, nanos / SECOND);
    return this;
  }

  @Override
  JsonMessage numbers(String key, float[] values) throws IOException {
    json.writeArrayFieldStart(key);
    for (float value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
    return this;
  }

  /** A time as the schemas of Foxglove define it. */
  JsonMessage time(String key, long timeNanos) throws IOException {
    return object(key)
        .integer("sec", Math.floorDiv(timeNanos, 1_000_000_000L))
        .integer("nsec", Math.floorMod(timeNanos, 1_000_000_000L))
        .endObject();
  }
}
