package minitaur.controller.record;

import java.io.IOException;
import java.util.Locale;
import minitaur.hal.FieldVisitor;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.Struct;

/**
 * Fields of a JSON object: either a {@link JsonMessage} with their values or a {@link JsonSchema}
 * with their types. The same code fills both, so a message always matches its schema.
 */
abstract class JsonFields implements FieldVisitor<IOException> {
  private static final String[] MOTORS = names(Motor.values());
  private static final String[] LEGS = names(Leg.values());

  private static String[] names(Enum<?>[] constants) {
    String[] names = new String[constants.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = constants[i].name().toLowerCase(Locale.ROOT);
    }
    return names;
  }

  /** Begins a nested object. */
  abstract JsonFields object(String key) throws IOException;

  /** Ends the object started by {@link #object}. */
  abstract JsonFields endObject() throws IOException;

  abstract JsonFields text(String key, String value) throws IOException;

  abstract JsonFields flag(String key, boolean value) throws IOException;

  abstract JsonFields integer(String key, long value) throws IOException;

  /** Adds a number. A message omits non-finite values, because JSON cannot represent them. */
  abstract JsonFields number(String key, double value) throws IOException;

  /** Adds a time or duration in seconds with nanosecond resolution. */
  abstract JsonFields seconds(String key, long nanos) throws IOException;

  /** Adds an array of numbers. */
  abstract JsonFields numbers(String key, float[] values) throws IOException;

  /** Adds all fields of a struct. */
  final JsonFields fields(Struct<?> struct) throws IOException {
    struct.visit(this);
    return this;
  }

  /** Adds a point or vector. */
  final JsonFields vector(String key, double x, double y, double z) throws IOException {
    return object(key).number("x", x).number("y", y).number("z", z).endObject();
  }

  final JsonFields quaternion(String key, double w, double x, double y, double z)
      throws IOException {
    return object(key).number("x", x).number("y", y).number("z", z).number("w", w).endObject();
  }

  /**
   * Adds a number for each leg.
   *
   * @param first index of the first leg's number in {@code values}
   */
  final JsonFields legs(String key, float[] values, int first) throws IOException {
    object(key);
    for (int leg = 0; leg < LEGS.length; leg++) {
      number(LEGS[leg], values[first + leg]);
    }
    return endObject();
  }

  @Override
  public final double number(String name, double value, double other) throws IOException {
    number(name, value);
    return value;
  }

  @Override
  public final long integer(String name, long value, long other) throws IOException {
    integer(name, value);
    return value;
  }

  @Override
  public final long nanos(String name, long value, long other) throws IOException {
    seconds(name + "_sec", value);
    return value;
  }

  @Override
  public final boolean flag(String name, boolean value, boolean other) throws IOException {
    flag(name, value);
    return value;
  }

  @Override
  public final <T extends Enum<T>> T constant(String name, T value, T other) throws IOException {
    text(name, value.name());
    return value;
  }

  @Override
  public final void motors(String name, double[] values, double[] other) throws IOException {
    object(name);
    for (int motor = 0; motor < MOTORS.length; motor++) {
      number(MOTORS[motor], values[motor]);
    }
    endObject();
  }

  @Override
  public final void floats(String name, float[] values, float[] other) throws IOException {
    numbers(name, values);
  }
}
