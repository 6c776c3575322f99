package minitaur.controller.format.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** An immutable numeric array with a shape, in row-major order. */
public final class Tensor {
  private final ElementType type;
  private final List<Long> shape;
  private final ByteBuffer data;

  /**
   * Creates a tensor that wraps existing data.
   *
   * @param data as many bytes as the shape requires, little-endian; retained
   */
  Tensor(ElementType type, List<Long> shape, ByteBuffer data) {
    this.type = type;
    this.shape = List.copyOf(shape);
    this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Creates a tensor of {@link ElementType#F32}.
   *
   * @param values row-major. Not modified, copied.
   * @param shape empty for a scalar
   */
  public static Tensor ofFloats(float[] values, long... shape) {
    ByteBuffer data = allocate(ElementType.F32, values.length, shape);
    data.asFloatBuffer().put(values);
    return new Tensor(ElementType.F32, boxed(shape), data);
  }

  /** As {@link #ofFloats}, of {@link ElementType#F64}. */
  public static Tensor ofDoubles(double[] values, long... shape) {
    ByteBuffer data = allocate(ElementType.F64, values.length, shape);
    data.asDoubleBuffer().put(values);
    return new Tensor(ElementType.F64, boxed(shape), data);
  }

  /** As {@link #ofFloats}, of {@link ElementType#I64}. */
  public static Tensor ofLongs(long[] values, long... shape) {
    ByteBuffer data = allocate(ElementType.I64, values.length, shape);
    data.asLongBuffer().put(values);
    return new Tensor(ElementType.I64, boxed(shape), data);
  }

  /** As {@link #ofFloats}, of {@link ElementType#U8}. */
  public static Tensor ofBytes(byte[] values, long... shape) {
    ByteBuffer data = allocate(ElementType.U8, values.length, shape);
    data.duplicate().put(values);
    return new Tensor(ElementType.U8, boxed(shape), data);
  }

  private static ByteBuffer allocate(ElementType type, int count, long[] shape) {
    long product = 1;
    for (long size : shape) {
      product = Math.multiplyExact(product, size);
    }
    if (product != count) {
      throw new IllegalArgumentException(
          count + " values do not fill the shape " + Arrays.toString(shape));
    }
    return ByteBuffer.allocate(Math.multiplyExact(count, type.bytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static List<Long> boxed(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  /** Type of the elements. */
  public ElementType type() {
    return type;
  }

  /** Sizes of the dimensions; empty for a scalar. */
  public List<Long> shape() {
    return shape;
  }

  /** Number of elements. */
  public int size() {
    return data.capacity() / type.bytes();
  }

  /** A copy of the elements of an {@link ElementType#F32}. */
  public float[] floats() {
    requireType(ElementType.F32);
    float[] values = new float[size()];
    data.asFloatBuffer().get(values);
    return values;
  }

  /** A copy of the elements of an {@link ElementType#F64}. */
  public double[] doubles() {
    requireType(ElementType.F64);
    double[] values = new double[size()];
    data.asDoubleBuffer().get(values);
    return values;
  }

  /** A copy of the elements of an {@link ElementType#I64}. */
  public long[] longs() {
    requireType(ElementType.I64);
    long[] values = new long[size()];
    data.asLongBuffer().get(values);
    return values;
  }

  /** A copy of the elements of an {@link ElementType#U8}. */
  public byte[] bytes() {
    requireType(ElementType.U8);
    byte[] values = new byte[size()];
    data.duplicate().get(values);
    return values;
  }

  private void requireType(ElementType requested) {
    if (type != requested) {
      throw new IllegalStateException("the tensor holds " + type + ", not " + requested);
    }
  }

  /** The stored bytes of the elements, positioned at 0. */
  ByteBuffer data() {
    return data.asReadOnlyBuffer();
  }
}
