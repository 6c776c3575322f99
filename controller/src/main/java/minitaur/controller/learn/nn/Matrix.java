package minitaur.controller.learn.nn;

/** A row-major float matrix: a view of a {@link FloatMemory}. */
public abstract class Matrix {
  /** Number of rows. */
  public final int rows;

  /** Number of columns. */
  public final int columns;

  final FloatMemory memory;

  /** Offset of element (0, 0) in the memory. */
  final int offset;

  /** Distance in the memory from one row to the next, in floats. */
  final int stride;

  Matrix(FloatMemory memory, int offset, int rows, int columns, int stride) {
    if (rows < 1 || columns < 1 || stride < columns) {
      throw new IllegalArgumentException(
          "no matrix of " + rows + " x " + columns + " with a row every " + stride + " numbers");
    }
    if (offset < 0 || offset + (rows - 1) * stride + columns > memory.length()) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " from " + offset + " does not fit into " + memory.length());
    }
    this.memory = memory;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  /** View of columns {@code from} to {@code from + count - 1} of this matrix. */
  public final Matrix columnWindow(int from, int count) {
    return memory.window(offset + from, rows, count, stride);
  }

  /** View of rows {@code from} to {@code from + count - 1} of this matrix. */
  public final Matrix rowWindow(int from, int count) {
    return memory.window(offset + from * stride, count, columns, stride);
  }

  /**
   * Sets this to {@code op(a) op(b)}, where op is the identity or the transpose. The factors are
   * not modified.
   */
  public final void setProduct(Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
    int m = transposeA ? a.columns : a.rows;
    int inner = transposeA ? a.rows : a.columns;
    int innerB = transposeB ? b.columns : b.rows;
    int n = transposeB ? b.rows : b.columns;
    if (m != rows || n != columns || inner != innerB) {
      throw new IllegalArgumentException(
          "%d x %d times %d x %d does not make %d x %d"
              .formatted(m, inner, innerB, n, rows, columns));
    }
    multiply(rows, a, transposeA, b, transposeB, inner);
  }

  /**
   * Sets the first {@code count} rows of this to those of {@code a} times {@code b}. The factors
   * are not modified.
   */
  public final void setRowsProduct(int count, Matrix a, Matrix b) {
    if (count > rows || count > a.rows || a.columns != b.rows || b.columns != columns) {
      throw new IllegalArgumentException(
          "%d rows of %d x %d times %d x %d do not fit into %d x %d"
              .formatted(count, a.rows, a.columns, b.rows, b.columns, rows, columns));
    }
    if (count > 0) {
      multiply(count, a, false, b, false, a.columns);
    }
  }

  /**
   * Sets the first {@code count} rows of this to the first {@code count} rows of {@code op(a)
   * op(b)}.
   */
  abstract void multiply(
      int count, Matrix a, boolean transposeA, Matrix b, boolean transposeB, int inner);

  /**
   * Copies all elements.
   *
   * @param to {@code [rows x columns]}. Modified.
   */
  public final void read(float[] to) {
    if (stride == columns) {
      memory.read(offset, to, 0, rows * columns);
      return;
    }
    for (int row = 0; row < rows; row++) {
      memory.read(offset + row * stride, to, row * columns, columns);
    }
  }

  /**
   * Sets all elements.
   *
   * @param from {@code [rows x columns]}. Not modified.
   */
  public final void write(float[] from) {
    if (stride == columns) {
      memory.write(offset, from, 0, rows * columns);
      return;
    }
    for (int row = 0; row < rows; row++) {
      memory.write(offset + row * stride, from, row * columns, columns);
    }
  }

  /** Copies row {@code row} to {@code to}, starting at {@code start}. */
  final void readRow(int row, float[] to, int start) {
    memory.read(offset + row * stride, to, start, columns);
  }

  /** Copies {@code count} rows, starting with {@code row}, to the start of {@code to}. */
  final void readRows(int row, int count, float[] to) {
    if (stride == columns) {
      memory.read(offset + row * columns, to, 0, count * columns);
      return;
    }
    for (int i = 0; i < count; i++) {
      memory.read(offset + (row + i) * stride, to, i * columns, columns);
    }
  }

  /**
   * Sets {@code count} rows, starting with {@code row}, to values from the start of {@code from}.
   */
  final void writeRows(int row, int count, float[] from) {
    if (stride == columns) {
      memory.write(offset + row * columns, from, 0, count * columns);
      return;
    }
    for (int i = 0; i < count; i++) {
      memory.write(offset + (row + i) * stride, from, i * columns, columns);
    }
  }

  /**
   * Sets one row.
   *
   * @param from {@code [at least columns]}. Not modified.
   */
  public final void writeRow(int row, float[] from) {
    memory.write(offset + row * stride, from, 0, columns);
  }

  /** All elements in a new array, {@code [rows x columns]}. */
  public final float[] toArray() {
    float[] values = new float[rows * columns];
    read(values);
    return values;
  }
}
