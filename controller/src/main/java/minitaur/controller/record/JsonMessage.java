package minitaur.controller.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import minitaur.hal.FieldVisitor;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.Struct;
import minitaur.hal.mocap.Pose;

/**
 * Builds the JSON text of one message, or of its schema: the same calls then write the types of the
 * fields instead of their values, so that a message always matches its schema. Non-finite numbers
 * are omitted from a message, because JSON cannot represent them.
 */
final class JsonMessage implements FieldVisitor<IOException> {
  private static final String[] MOTORS = names(Motor.values());
  private static final String[] LEGS = names(Leg.values());

  /** Six decimal places: a micrometer or microradian, finer than the resolution of any sensor. */
  private static final double ROUNDING_SCALE = 1e6;

  private static final double NANOS_PER_SECOND = 1e9;

  private final JsonFactory factory = new JsonFactory();
  private final Bytes bytes = new Bytes();
  private final boolean isSchema;
  private JsonGenerator json = generator();

  /** Red, green and blue, 0 to 1. */
  record Color(double red, double green, double blue) {}

  /** Buffer whose bytes are accessible without a copy. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(1 << 13);
    }

    byte[] array() {
      return buf;
    }
  }

  /** Creates a builder of messages. */
  JsonMessage() {
    this(false);
  }

  private JsonMessage(boolean isSchema) {
    this.isSchema = isSchema;
  }

  /** Begins the schema of a message; {@link #end} ends it. */
  static JsonMessage schema(String title, String description) throws IOException {
    JsonMessage schema = new JsonMessage(true);
    schema.json.writeStartObject();
    schema.json.writeStringField("title", title);
    schema.json.writeStringField("description", description);
    schema.beginProperties();
    return schema;
  }

  private static String[] names(Enum<?>[] constants) {
    String[] names = new String[constants.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = constants[i].name().toLowerCase(Locale.ROOT);
    }
    return names;
  }

  private JsonGenerator generator() {
    try {
      return factory.createGenerator(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private void beginProperties() throws IOException {
    json.writeStringField("type", "object");
    json.writeObjectFieldStart("properties");
  }

  /** Writes the type of a field if this is a schema, and returns whether it is one. */
  private boolean writeType(String key, String type) throws IOException {
    if (isSchema) {
      json.writeObjectFieldStart(key);
      json.writeStringField("type", type);
      json.writeEndObject();
    }
    return isSchema;
  }

  JsonMessage begin() throws IOException {
    bytes.reset();
    json = generator();
    json.writeStartObject();
    return this;
  }

  /** Ends the message or schema; {@link #array()} and {@link #length()} then return its bytes. */
  JsonMessage end() throws IOException {
    endObject();
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
  public String toString() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Begins a nested object. */
  JsonMessage object(String key) throws IOException {
    json.writeObjectFieldStart(key);
    if (isSchema) {
      beginProperties();
    }
    return this;
  }

  /** Begins an object in an array. */
  JsonMessage object() throws IOException {
    json.writeStartObject();
    return this;
  }

  /** Ends the object started last. */
  JsonMessage endObject() throws IOException {
    json.writeEndObject();
    if (isSchema) {
      json.writeEndObject();
    }
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
    if (!writeType(key, "string")) {
      json.writeStringField(key, value);
    }
    return this;
  }

  JsonMessage flag(String key, boolean value) throws IOException {
    if (!writeType(key, "boolean")) {
      json.writeBooleanField(key, value);
    }
    return this;
  }

  JsonMessage integer(String key, long value) throws IOException {
    if (!writeType(key, "integer")) {
      json.writeNumberField(key, value);
    }
    return this;
  }

  JsonMessage integer(long value) throws IOException {
    json.writeNumber(value);
    return this;
  }

  /** Adds a number, rounded to six decimal places. */
  JsonMessage number(String key, double value) throws IOException {
    if (!writeType(key, "number") && Double.isFinite(value)) {
      double rounded = Math.rint(value * ROUNDING_SCALE) / ROUNDING_SCALE;
      if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1L << 53) {
        json.writeNumberField(key, (long) rounded); // 0 rather than 0.0 or -0.0.
      } else {
        json.writeNumberField(key, rounded);
      }
    }
    return this;
  }

  /** Adds an array of numbers. */
  JsonMessage numbers(String key, float[] values) throws IOException {
    if (isSchema) {
      json.writeObjectFieldStart(key);
      json.writeStringField("type", "array");
      writeType("items", "number");
      json.writeEndObject();
      return this;
    }
    json.writeArrayFieldStart(key);
    for (float value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
    return this;
  }

  /** Adds all fields of a struct. */
  JsonMessage fields(Struct<?> struct) throws IOException {
    struct.visit(this);
    return this;
  }

  /** Adds a point or vector. */
  JsonMessage vector(String key, double x, double y, double z) throws IOException {
    return object(key).number("x", x).number("y", y).number("z", z).endObject();
  }

  JsonMessage quaternion(String key, double w, double x, double y, double z) throws IOException {
    return object(key).number("x", x).number("y", y).number("z", z).number("w", w).endObject();
  }

  /**
   * Adds a number for each leg.
   *
   * @param first index of the first leg's number in {@code values}
   */
  JsonMessage legs(String key, float[] values, int first) throws IOException {
    object(key);
    for (int leg = 0; leg < LEGS.length; leg++) {
      number(LEGS[leg], values[first + leg]);
    }
    return endObject();
  }

  /** Adds a point to an array. */
  JsonMessage point(double x, double y, double z) throws IOException {
    return object().number("x", x).number("y", y).number("z", z).endObject();
  }

  /** Adds a pose in the format of the Foxglove schemas. */
  JsonMessage pose(Pose pose) throws IOException {
    return object("pose")
        .vector("position", pose.xMetres, pose.yMetres, pose.zMetres)
        .quaternion("orientation", pose.qw, pose.qx, pose.qy, pose.qz)
        .endObject();
  }

  /** Adds the pose of an unrotated object in the format of the Foxglove schemas. */
  JsonMessage pose(double x, double y, double z) throws IOException {
    return object("pose")
        .vector("position", x, y, z)
        .quaternion("orientation", 1, 0, 0, 0)
        .endObject();
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

  /** Adds a time in the format of the Foxglove schemas. */
  JsonMessage time(String key, long timeNanos) throws IOException {
    return object(key)
        .integer("sec", Math.floorDiv(timeNanos, 1_000_000_000L))
        .integer("nsec", Math.floorMod(timeNanos, 1_000_000_000L))
        .endObject();
  }

  @Override
  public double number(String name, double value, double other) throws IOException {
    number(name, value);
    return value;
  }

  @Override
  public long integer(String name, long value, long other) throws IOException {
    integer(name, value);
    return value;
  }

  /** Adds a time or duration in seconds with nanosecond resolution. */
  @Override
  public long nanos(String name, long value, long other) throws IOException {
    if (!writeType(name + "_sec", "number")) {
      json.writeNumberField(name + "_sec", value / NANOS_PER_SECOND);
    }
    return value;
  }

  @Override
  public boolean flag(String name, boolean value, boolean other) throws IOException {
    flag(name, value);
    return value;
  }

  @Override
  public <T extends Enum<T>> T constant(String name, T value, T other) throws IOException {
    text(name, value.name());
    return value;
  }

  @Override
  public void motors(String name, double[] values, double[] other) throws IOException {
    object(name);
    for (int motor = 0; motor < MOTORS.length; motor++) {
      number(MOTORS[motor], values[motor]);
    }
    endObject();
  }

  @Override
  public void floats(String name, float[] values, float[] other) throws IOException {
    numbers(name, values);
  }
}
