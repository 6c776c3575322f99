package minitaur.hal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Mutable structure that its owner allocates once and that lists its fields in {@link
 * #visit(FieldVisitor, Struct)}. Copying and binary serialization are derived from this list.
 *
 * @param <S> type of the structure itself
 */
public abstract class Struct<S extends Struct<S>> {
  private static final FieldVisitor<RuntimeException> COPY = new CopyVisitor();

  /**
   * Visits every field in a fixed order.
   *
   * @param other the structure that a copying visitor copies from; this structure for other
   *     visitors. Not modified.
   */
  public abstract <E extends Exception> void visit(FieldVisitor<E> visitor, S other) throws E;

  /** Visits every field in a fixed order. */
  @SuppressWarnings("unchecked") // S is the type of the structure itself.
  public final <E extends Exception> void visit(FieldVisitor<E> visitor) throws E {
    visit(visitor, (S) this);
  }

  /**
   * Copies every value of {@code other}. Allocates nothing.
   *
   * @param other Not modified.
   */
  public final void set(S other) {
    visit(COPY, other);
  }

  /** Writes every value. */
  public final void save(DataOutput out) throws IOException {
    visit(new BinaryWriter(out));
  }

  /**
   * Restores values written by {@link #save}.
   *
   * @throws IOException when the data is invalid
   */
  public final void restore(DataInput in) throws IOException {
    visit(new BinaryReader(in));
  }

  /** Copies the values of the other structure. */
  private static final class CopyVisitor implements FieldVisitor<RuntimeException> {
    @Override
    public double number(String name, double value, double other) {
      return other;
    }

    @Override
    public long integer(String name, long value, long other) {
      return other;
    }

    @Override
    public boolean flag(String name, boolean value, boolean other) {
      return other;
    }

    @Override
    public <T extends Enum<T>> T constant(String name, T value, T other) {
      return other;
    }

    @Override
    public void motors(String name, double[] values, double[] other) {
      System.arraycopy(other, 0, values, 0, values.length);
    }

    @Override
    public void floats(String name, float[] values, float[] other) {
      System.arraycopy(other, 0, values, 0, values.length);
    }
  }

  private record BinaryWriter(DataOutput out) implements FieldVisitor<IOException> {
    @Override
    public double number(String name, double value, double other) throws IOException {
      out.writeDouble(value);
      return value;
    }

    @Override
    public long integer(String name, long value, long other) throws IOException {
      out.writeLong(value);
      return value;
    }

    @Override
    public boolean flag(String name, boolean value, boolean other) throws IOException {
      out.writeBoolean(value);
      return value;
    }

    @Override
    public <T extends Enum<T>> T constant(String name, T value, T other) throws IOException {
      out.writeByte(value.ordinal());
      return value;
    }

    @Override
    public void motors(String name, double[] values, double[] other) throws IOException {
      for (double value : values) {
        out.writeDouble(value);
      }
    }

    @Override
    public void floats(String name, float[] values, float[] other) throws IOException {
      for (float value : values) {
        out.writeFloat(value);
      }
    }
  }

  private record BinaryReader(DataInput in) implements FieldVisitor<IOException> {
    @Override
    public double number(String name, double value, double other) throws IOException {
      return in.readDouble();
    }

    @Override
    public long integer(String name, long value, long other) throws IOException {
      return in.readLong();
    }

    @Override
    public boolean flag(String name, boolean value, boolean other) throws IOException {
      return in.readBoolean();
    }

    @Override
    public <T extends Enum<T>> T constant(String name, T value, T other) throws IOException {
      int ordinal = in.readByte();
      T[] constants = value.getDeclaringClass().getEnumConstants();
      if (ordinal < 0 || ordinal >= constants.length) {
        throw new IOException(name + " has the unknown value " + ordinal);
      }
      return constants[ordinal];
    }

    @Override
    public void motors(String name, double[] values, double[] other) throws IOException {
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readDouble();
      }
    }

    @Override
    public void floats(String name, float[] values, float[] other) throws IOException {
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readFloat();
      }
    }
  }
}
