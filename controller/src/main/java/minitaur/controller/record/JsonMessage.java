package minitaur.controller.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import minitaur.hal.mocap.Pose;

/** Builds the JSON text of one message. Non-finite numbers are omitted. */
final class JsonMessage extends JsonFields {
  /** Six decimal places: a micrometer or microradian, finer than the resolution of any sensor. */
  private static final double ROUNDING_SCALE = 1e6;

  private static final double NANOS_PER_SECOND = 1e9;

  private final JsonFactory factory = new JsonFactory();
  private final Bytes bytes = new Bytes();
  private JsonGenerator json = generator();

  /** Buffer whose bytes are accessible without a copy. */
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
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  /** Begins a new message. */
  JsonMessage begin() throws IOException {
    bytes.reset();
    json = generator();
    json.writeStartObject();
    return this;
  }

  /** Ends the message; {@link #array()} and {@link #length()} then return its bytes. */
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

  /** {@inheritDoc} Values are rounded to six decimal places. */
  @Override
  JsonMessage number(String key, double value) throws IOException {
    if (Double.isFinite(value)) {
      double rounded = Math.rint(value * ROUNDING_SCALE) / ROUNDING_SCALE;
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
    json.writeNumberField(key, nanos / NANOS_PER_SECOND);
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

  /** Adds a point to an array. */
  JsonMessage point(double x, double y, double z) throws IOException {
    return object().number("x", x).number("y", y).number("z", z).endObject();
  }

  /** Adds a pose in the format of the Foxglove schemas. */
  JsonMessage pose(Pose pose) throws IOException {
    object("pose")
        .vector("position", pose.xMetres, pose.yMetres, pose.zMetres)
        .quaternion("orientation", pose.qw, pose.qx, pose.qy, pose.qz);
    return endObject();
  }

  /** Adds the pose of an unrotated object in the format of the Foxglove schemas. */
  JsonMessage pose(double x, double y, double z) throws IOException {
    object("pose").vector("position", x, y, z).quaternion("orientation", 1, 0, 0, 0);
    return endObject();
  }

  /** Adds an opaque color in the format of the Foxglove schemas. */
  JsonMessage color(Color color) throws IOException {
    return object("color")
        .number("r", color.red())
        .number("g", color.green())
        .number("b", color.blue())
        .number("a", 1)
        .endObject();
  }

  /** Red, green and blue, 0 to 1. */
  record Color(double red, double green, double blue) {}

  /** Adds a time in the format of the Foxglove schemas. */
  JsonMessage time(String key, long timeNanos) throws IOException {
    return object(key)
        .integer("sec", Math.floorDiv(timeNanos, 1_000_000_000L))
        .integer("nsec", Math.floorMod(timeNanos, 1_000_000_000L))
        .endObject();
  }
}
