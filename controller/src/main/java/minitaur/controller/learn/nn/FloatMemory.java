package minitaur.controller.learn.nn;

/**
 * A contiguous block of floats in the kind of memory that its backend needs. Java code copies parts
 * of it to small arrays, works on these and writes them back, because the compiler vectorizes only
 * loops over arrays that all start at index 0. (A ReLU over 65 536 off-heap floats takes 69
 * microseconds, over an array 5, plus 12 for copying in both directions.)
 */
public abstract class FloatMemory {
  private final int length;

  FloatMemory(int length) {
    this.length = length;
  }

  /** Number of floats. */
  public final int length() {
    return length;
  }

  /**
   * View of this memory, starting at {@code offset}, as a row-major matrix with contiguous rows.
   */
  public final Matrix matrix(int offset, int rows, int columns) {
    return window(offset, rows, columns, columns);
  }

  abstract Matrix window(int offset, int rows, int columns, int stride);

  /**
   * Copies {@code count} floats, starting at {@code offset}, to {@code to}, starting at {@code
   * start}.
   */
  public abstract void read(int offset, float[] to, int start, int count);

  /**
   * Copies {@code count} floats of {@code from}, starting at {@code start}, to this memory,
   * starting at {@code offset}.
   */
  public abstract void write(int offset, float[] from, int start, int count);
}
