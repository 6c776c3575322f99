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
  private static final double TEN_TO_NINETY = 0.8;

  /**
   * Half-length of the profile across an edge, as a fraction of a square; ends before the marker in
   * the white square.
   */
  private static final double REACH = 0.13;

  private static final double STEP = 0.5;
  private static final int PARALLELS = 5;
  private static final int FEWEST_EDGES = 4;

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
  static double of(Mat image, CharucoPattern pattern, int[] numbers, float[] pixels) {
    try (BytePointer data = image.data()) {
      return new EdgeWidth(image, data).measure(pattern, numbers, pixels);
    }
  }

  private double measure(CharucoPattern pattern, int[] numbers, float[] pixels) {
    int[] index = new int[pattern.corners()];
    Arrays.fill(index, -1);
    for (int i = 0; i < numbers.length; i++) {
      index[numbers[i]] = i;
    }
    int columns = pattern.cornerColumns();
    // Steepest slope and contrast of each edge.
    double[][] slopes = new double[2][numbers.length];
    double[] contrasts = new double[2 * numbers.length];
    int[] counts = new int[2];
    for (int number = 0; number < index.length; number++) {
      for (int direction = 0; direction < 2; direction++) {
        boolean lastInRow = direction == 0 && number % columns == columns - 1;
        int next = direction == 0 ? number + 1 : number + columns;
        if (lastInRow || next >= index.length || index[number] < 0 || index[next] < 0) {
          continue;
        }
        double[] edge = edge(pixels, index[number], index[next]);
        if (edge.length == 2) {
          contrasts[counts[0] + counts[1]] = edge[1];
          slopes[direction][counts[direction]++] = edge[0];
        }
      }
    }
    int all = counts[0] + counts[1];
    if (counts[0] < FEWEST_EDGES || counts[1] < FEWEST_EDGES) {
      return Double.NaN;
    }
    double contrast = quantile(contrasts, all, 0.8);
    double slope =
        Math.min(quantile(slopes[0], counts[0], 0.5), quantile(slopes[1], counts[1], 0.5));
    return slope > 0 ? TEN_TO_NINETY * contrast / slope : Double.NaN;
  }

  /**
   * Steepest slope per pixel and contrast of the edge, measured midway between two corners; empty
   * when the edge cannot be measured.
   */
  private double[] edge(float[] pixels, int from, int to) {
    double fromX = pixels[2 * from];
    double fromY = pixels[2 * from + 1];
    double dx = pixels[2 * to] - fromX;
    double dy = pixels[2 * to + 1] - fromY;
    double length = Math.sqrt(dx * dx + dy * dy);
    double reach = REACH * length;
    if (reach < 2) {
      return new double[0];
    }
    dx /= length;
    dy /= length;
    double midX = fromX + length / 2 * dx;
    double midY = fromY + length / 2 * dy;
    int samples = 2 * (int) (reach / STEP) + 1;
    double[] profile = new double[samples];
    for (int i = 0; i < samples; i++) {
      double across = (i - samples / 2) * STEP;
      for (int k = 0; k < PARALLELS; k++) {
        double along = k - PARALLELS / 2;
        double value = at(midX + along * dx - across * dy, midY + along * dy + across * dx);
        if (Double.isNaN(value)) {
          return new double[0];
        }
        profile[i] += value / PARALLELS;
      }
    }
    double steepest = 0;
    for (int i = 2; i < samples; i++) {
      steepest = Math.max(steepest, Math.abs(profile[i] - profile[i - 2]) / (2 * STEP));
    }
    double[] sorted = profile.clone();
    Arrays.sort(sorted);
    return new double[] {steepest, sorted[samples - 1] - sorted[0]};
  }

  /** Brightness with bilinear interpolation; NaN outside the image. */
  private double at(double x, double y) {
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

  private static double quantile(double[] values, int count, double share) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[(int) (share * (count - 1))];
  }
}
