package minitaur.controller.learn.nn;

/**
 * A run of floats where its backend multiplies best. Java's loops work on small arrays that are
 * read from it and written back: the compiler vectorises loops over arrays that all start at 0, and
 * over nothing else. (A rectifier over 65 536 floats off the heap takes 69 microseconds, over an
 * array 5, and copying there and back 12.)
 */
public abstract class FloatMemory {
  private final int length;

  FloatMemory(int length) {
    this.length = length;
  }

  /** How many floats. */
  public final int length() {
    return length;
  }

  /** A matrix over this memory from {@code offset} on, rows one after the other. */
  public final Matrix matrix(int offset, int rows, int columns) {
    return window(offset, rows, columns, columns);
  }

  abstract Matrix window(int offset, int rows, int columns, int stride);

  /** Copies {@code count} floats from {@code offset} on to {@code start} on. */
  public abstract void read(int offset, float[] to, int start, int count);

  /**
   * Copies {@code count} floats of {@code from}, beginning at {@code start}, to {@code offset} on.
   */
  public abstract void write(int offset, float[] from, int start, int count);
}
