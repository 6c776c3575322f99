package minitaur.calibration.camera;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Measures the blur of a chessboard as the width of the black-to-white edges between neighboring
 * corners: contrast divided by the steepest slope. Motion blurs only the edges perpendicular to it,
 * so the direction with the wider edges counts.
 */
final class EdgeWidth {
  /** Ratio of the 10 % to 90 % width of an edge to its contrast over slope. */
  private static final double WIDTH_RATIO = 0.8;

  /**
   * Half-length of the profile across an edge, as a fraction of a square; ends before the marker in
   * the white square.
   */
  private static final double PROFILE_HALF_LENGTH = 0.13;

  private static final double SAMPLE_STEP_PIXELS = 0.5;
  private static final int PROFILES_PER_EDGE = 5;
  private static final int MIN_EDGES = 4;

  private final BytePointer data;
  private final long stride;
  private final int width;
  private final int height;

  private EdgeWidth(Mat image, BytePointer data) {
    this.data = data;
    stride = image.step();
    width = image.cols();
    height = image.rows();
  }

  /** Edge width in pixels; NaN when too few edges are visible. */
  static double of(Mat image, CharucoPattern pattern, int[] cornerIds, float[] pixels) {
    try (BytePointer data = image.data()) {
      return new EdgeWidth(image, data).measure(pattern, cornerIds, pixels);
    }
  }

  private double measure(CharucoPattern pattern, int[] cornerIds, float[] pixels) {
    int[] index = new int[pattern.cornerCount()];
    Arrays.fill(index, -1);
    for (int i = 0; i < cornerIds.length; i++) {
      index[cornerIds[i]] = i;
    }
    int columns = pattern.cornerColumns();
    // Steepest slope and contrast of each edge.
    double[][] slopes = new double[2][cornerIds.length];
    double[] contrasts = new double[2 * cornerIds.length];
    int[] counts = new int[2];
    for (int id = 0; id < index.length; id++) {
      for (int direction = 0; direction < 2; direction++) {
        boolean lastInRow = direction == 0 && id % columns == columns - 1;
        int next = direction == 0 ? id + 1 : id + columns;
        if (lastInRow || next >= index.length || index[id] < 0 || index[next] < 0) {
          continue;
        }
        double[] edge = measureEdge(pixels, index[id], index[next]);
        if (edge.length == 2) {
          contrasts[counts[0] + counts[1]] = edge[1];
          slopes[direction][counts[direction]++] = edge[0];
        }
      }
    }
    int total = counts[0] + counts[1];
    if (counts[0] < MIN_EDGES || counts[1] < MIN_EDGES) {
      return Double.NaN;
    }
    double contrast = quantile(contrasts, total, 0.8);
    double slope =
        Math.min(quantile(slopes[0], counts[0], 0.5), quantile(slopes[1], counts[1], 0.5));
    return slope > 0 ? WIDTH_RATIO * contrast / slope : Double.NaN;
  }

  /**
   * Steepest slope per pixel and contrast of the edge, measured midway between two corners; empty
   * when the edge cannot be measured.
   */
  private double[] measureEdge(float[] pixels, int from, int to) {
    double fromX = pixels[2 * from];
    double fromY = pixels[2 * from + 1];
    double dx = pixels[2 * to] - fromX;
    double dy = pixels[2 * to + 1] - fromY;
    double length = Math.sqrt(dx * dx + dy * dy);
    double halfLength = PROFILE_HALF_LENGTH * length;
    if (halfLength < 2) {
      return new double[0];
    }
    dx /= length;
    dy /= length;
    double midX = fromX + length / 2 * dx;
    double midY = fromY + length / 2 * dy;
    int sampleCount = 2 * (int) (halfLength / SAMPLE_STEP_PIXELS) + 1;
    double[] profile = new double[sampleCount];
    for (int i = 0; i < sampleCount; i++) {
      double across = (i - sampleCount / 2) * SAMPLE_STEP_PIXELS;
      for (int k = 0; k < PROFILES_PER_EDGE; k++) {
        double along = k - PROFILES_PER_EDGE / 2;
        double value =
            interpolate(midX + along * dx - across * dy, midY + along * dy + across * dx);
        if (Double.isNaN(value)) {
          return new double[0];
        }
        profile[i] += value / PROFILES_PER_EDGE;
      }
    }
    double maxSlope = 0;
    for (int i = 2; i < sampleCount; i++) {
      maxSlope =
          Math.max(maxSlope, Math.abs(profile[i] - profile[i - 2]) / (2 * SAMPLE_STEP_PIXELS));
    }
    double[] sorted = profile.clone();
    Arrays.sort(sorted);
    return new double[] {maxSlope, sorted[sampleCount - 1] - sorted[0]};
  }

  /** Brightness with bilinear interpolation; NaN outside the image. */
  private double interpolate(double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    if (column < 0 || row < 0 || column + 1 >= width || row + 1 >= height) {
      return Double.NaN;
    }
    double fx = x - column;
    double fy = y - row;
    double top = (1 - fx) * pixel(column, row) + fx * pixel(column + 1, row);
    double bottom = (1 - fx) * pixel(column, row + 1) + fx * pixel(column + 1, row + 1);
    return (1 - fy) * top + fy * bottom;
  }

  private int pixel(int column, int row) {
    return data.get(row * stride + column) & 0xFF;
  }

  private static double quantile(double[] values, int count, double fraction) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[(int) (fraction * (count - 1))];
  }
}
