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
    long product = 1;
    for (long size : shape) {
      product = Math.multiplyExact(product, size);
    }
    if (product != values.length) {
      throw new IllegalArgumentException(
          values.length + " values do not fill the shape " + Arrays.toString(shape));
    }
    ByteBuffer data =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return new Tensor(ElementType.F32, Arrays.stream(shape).boxed().toList(), data);
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
    if (type != ElementType.F32) {
      throw new IllegalStateException("the tensor holds " + type + ", not " + ElementType.F32);
    }
    float[] values = new float[size()];
    data.asFloatBuffer().get(values);
    return values;
  }

  /** The stored bytes of the elements, positioned at 0. */
  ByteBuffer data() {
    return data.asReadOnlyBuffer();
  }
}
