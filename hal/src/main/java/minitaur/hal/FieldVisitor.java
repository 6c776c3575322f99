package minitaur.hal;

/**
 * Operation on each field of a {@link Struct}, such as copy, save, restore, compare or write as
 * JSON. Each method returns the new value of the field; a visitor that only reads returns the old
 * value. A visitor overrides the methods of the field types that it handles.
 *
 * <p>Names are in snake case and end with the unit; a time has no unit in its name.
 *
 * @param <E> exception that a visit may throw
 */
public interface FieldVisitor<E extends Exception> {
  /** A number; NaN when it is unknown. */
  default double number(String name, double value, double other) throws E {
    return value;
  }

  /** A counter or an identifier. */
  default long integer(String name, long value, long other) throws E {
    return value;
  }

  /** A time of the robot's {@link Clock} or a duration, ns; by default like any integer. */
  default long nanos(String name, long value, long other) throws E {
    return integer(name, value, other);
  }

  /** A flag. */
  default boolean flag(String name, boolean value, boolean other) throws E {
    return value;
  }

  /** An enum constant. */
  default <T extends Enum<T>> T constant(String name, T value, T other) throws E {
    return value;
  }

  /**
   * {@code [motor]} One number per motor.
   *
   * @param values Modified by a visitor that copies or restores.
   * @param other Not modified.
   */
  default void motors(String name, double[] values, double[] other) throws E {}

  /**
   * An array of single-precision numbers.
   *
   * @param values Modified by a visitor that copies or restores.
   * @param other Not modified.
   */
  default void floats(String name, float[] values, float[] other) throws E {}
}
