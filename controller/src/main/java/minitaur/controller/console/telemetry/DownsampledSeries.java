package minitaur.controller.console.telemetry;

/**
 * A curve with bounded memory. When it is full, it drops every second point and halves the rate at
 * which it stores new points. The newest point is always stored. Confined to one thread.
 */
public final class DownsampledSeries {
  /** Exceeds the horizontal resolution of a plot. */
  static final int CAPACITY = 1000;

  private final int width;
  private final double[] values;
  private int size;
  private int stride = 1;
  private int sinceStored;
  private long generation;

  /**
   * @param columns values per point, in addition to the abscissa
   */
  public DownsampledSeries(int columns) {
    width = columns + 1;
    values = new double[CAPACITY * width];
  }

  /**
   * Adds a point.
   *
   * @param x abscissa; at least the previous one
   * @param columns {@code [columns]} Not modified, not kept.
   */
  public void add(double x, double... columns) {
    if (columns.length != width - 1) {
      throw new IllegalArgumentException(
          "a point has " + (width - 1) + " values, not " + columns.length);
    }
    // The last point is replaced until a stride has passed.
    if (size > 1 && sinceStored < stride) {
      size--;
    } else {
      sinceStored = 0;
      if (size == CAPACITY) {
        downsample();
      }
    }
    values[size * width] = x;
    System.arraycopy(columns, 0, values, size * width + 1, columns.length);
    size++;
    sinceStored++;
    generation++;
  }

  private void downsample() {
    int newSize = 0;
    for (int point = 0; point < size; point += 2) {
      System.arraycopy(values, point * width, values, newSize * width, width);
      newSize++;
    }
    size = newSize;
    stride *= 2;
  }

  /** Number of points. */
  public int size() {
    return size;
  }

  /** Number of points added so far. */
  public long generation() {
    return generation;
  }

  /** Abscissa of a point. */
  public double x(int point) {
    return values[point * width];
  }

  /** A value of a point. */
  public double value(int point, int column) {
    return values[point * width + 1 + column];
  }
}
