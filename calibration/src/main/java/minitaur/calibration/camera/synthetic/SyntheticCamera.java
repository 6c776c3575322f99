package minitaur.calibration.camera.synthetic;

import java.util.Arrays;
import java.util.List;
import minitaur.calibration.RigidTransform;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.LensModel;
import minitaur.hal.Clock;
import minitaur.hal.random.RandomStream;

/**
 * Renders images of boards with known poses. A pixel is the mean of samples over its area (or over
 * a larger spot when out of focus) and over the exposure, each traced back through the lens; noise
 * is added. The exposure of image n is centered at n divided by the frame rate.
 */
public final class SyntheticCamera implements FrameSource {
  private static final int SAMPLES = 24;
  private static final int NOISE_TABLE_SIZE = 1 << 17;
  private static final double BLACK_FRACTION = 0.12;
  private static final double FLOOR_FRACTION = 0.5;
  private static final double MIN_DEPTH_METRES = 0.01;

  /**
   * Inverse powers of the plastic number, whose multiples cover the plane evenly (low discrepancy).
   */
  private static final double SEQUENCE_STEP_X = 0.7548776662466927;

  private static final double SEQUENCE_STEP_Y = 0.5698402909980532;

  private final SyntheticCameraConfig config;
  private final LensModel lens;
  private final BodyTrajectory cameraTrajectory;
  private final List<SyntheticBoard> boards;
  private final long frameCount;
  private final RandomStream random;
  private final Clock clock;
  private final int width;
  private final int height;
  private final double[] rayX;
  private final double[] rayY;
  private final float[] noise = new float[NOISE_TABLE_SIZE];
  private final float[] brightness;
  private final byte[] gray;
  private final double[] offsetX = new double[SAMPLES];
  private final double[] offsetY = new double[SAMPLES];
  private final double[][] planeFromRay = new double[SAMPLES][];
  private final long startNanos;
  private long framesRead;

  /**
   * @param cameraTrajectory from the camera's frame to the lane's
   * @param frameCount number of images
   * @param random source of the noise. Modified.
   * @param clock that paces the images
   */
  public SyntheticCamera(
      SyntheticCameraConfig config,
      BodyTrajectory cameraTrajectory,
      List<SyntheticBoard> boards,
      long frameCount,
      RandomStream random,
      Clock clock) {
    this.config = config;
    this.cameraTrajectory = cameraTrajectory;
    this.boards = List.copyOf(boards);
    this.frameCount = frameCount;
    this.random = random;
    this.clock = clock;
    lens = new LensModel(config.intrinsics());
    width = config.intrinsics().size().widthPixels();
    height = config.intrinsics().size().heightPixels();
    rayX = new double[(width + 1) * (height + 1)];
    rayY = new double[rayX.length];
    for (int v = 0; v <= height; v++) {
      for (int u = 0; u <= width; u++) {
        double[] ray = lens.backProject(u - 0.5, v - 0.5);
        rayX[v * (width + 1) + u] = ray[0];
        rayY[v * (width + 1) + u] = ray[1];
      }
    }
    for (int i = 0; i < SAMPLES; i++) {
      // Each exposure sample has a different offset; together they cover the pixel.
      offsetX[i] = 0.5 + config.blurPixels() * ((i * SEQUENCE_STEP_X) % 1 + 0.5 / SAMPLES - 0.5);
      offsetY[i] = 0.5 + config.blurPixels() * ((i * SEQUENCE_STEP_Y) % 1 + 0.5 / SAMPLES - 0.5);
    }
    for (int i = 0; i < NOISE_TABLE_SIZE; i++) {
      noise[i] = (float) (config.noiseDeviation() * random.nextGaussian());
    }
    brightness = new float[width * height];
    gray = new byte[width * height];
    startNanos = clock.nanos();
  }

  /** Time of image {@code frame} (from 0), s after the camera was created. */
  public double secondsOf(long frame) {
    return frame / config.framesPerSecond();
  }

  /** Time at which the camera was created, in the time of the clock. */
  public long startNanos() {
    return startNanos;
  }

  @Override
  public boolean read(CameraFrame frame) {
    if (framesRead == frameCount) {
      return false;
    }
    double seconds = secondsOf(framesRead);
    long nanos = startNanos + Math.round(1e9 * seconds);
    framesRead++;
    Arrays.fill(brightness, (float) (FLOOR_FRACTION * config.whiteLevel()));
    for (SyntheticBoard board : boards) {
      if (!board.isOccluded().test(seconds)) {
        renderBoard(board, seconds);
      }
    }
    addNoise();
    clock.waitUntil(nanos);
    frame.set(gray, width, height, nanos);
    return true;
  }

  private void renderBoard(SyntheticBoard board, double seconds) {
    int[] box = {width, height, -1, -1};
    for (int i = 0; i < SAMPLES; i++) {
      double exposureOffset = ((i + 0.5) / SAMPLES - 0.5) * config.exposureSeconds();
      RigidTransform cameraFromBoard =
          cameraTrajectory
              .at(seconds + exposureOffset)
              .inverse()
              .times(board.trajectory().at(seconds + exposureOffset));
      if (!expandBox(box, board, cameraFromBoard)) {
        return;
      }
      planeFromRay[i] = inverseHomography(cameraFromBoard);
    }
    for (int v = Math.max(0, box[1]); v <= Math.min(height - 1, box[3]); v++) {
      for (int u = Math.max(0, box[0]); u <= Math.min(width - 1, box[2]); u++) {
        brightness[v * width + u] = (float) renderPixel(board, u, v, brightness[v * width + u]);
      }
    }
  }

  /** Mean over pixel area and exposure; {@code background} is the brightness outside the board. */
  private double renderPixel(SyntheticBoard board, int u, int v, double background) {
    int corner = v * (width + 1) + u;
    int nextRow = corner + width + 1;
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double fx = offsetX[i];
      double fy = offsetY[i];
      double x =
          (1 - fy) * ((1 - fx) * rayX[corner] + fx * rayX[corner + 1])
              + fy * ((1 - fx) * rayX[nextRow] + fx * rayX[nextRow + 1]);
      double y =
          (1 - fy) * ((1 - fx) * rayY[corner] + fx * rayY[corner + 1])
              + fy * ((1 - fx) * rayY[nextRow] + fx * rayY[nextRow + 1]);
      double[] m = planeFromRay[i];
      double scale = m[6] * x + m[7] * y + m[8];
      double paper =
          board.brightness(
              (m[0] * x + m[1] * y + m[2]) / scale, (m[3] * x + m[4] * y + m[5]) / scale);
      sum +=
          Double.isNaN(paper)
              ? background
              : config.whiteLevel() * (BLACK_FRACTION + (1 - BLACK_FRACTION) * paper / 255);
    }
    return sum / SAMPLES;
  }

  /**
   * Grows {@code box} (left, top, right, bottom) to contain the board; false when the board is not
   * visible.
   */
  private boolean expandBox(int[] box, SyntheticBoard board, RigidTransform cameraFromBoard) {
    double[] center = cameraFromBoard.translation();
    double normalDotCenter =
        cameraFromBoard.rotation()[2] * center[0]
            + cameraFromBoard.rotation()[5] * center[1]
            + cameraFromBoard.rotation()[8] * center[2];
    if (normalDotCenter >= 0) {
      return false;
    }
    int steps = 4;
    for (int i = 0; i <= steps; i++) {
      for (int j = 0; j <= steps; j++) {
        double[] point =
            cameraFromBoard.apply(
                board.halfWidth() * (2.0 * i / steps - 1),
                board.halfHeight() * (2.0 * j / steps - 1),
                0);
        if (point[2] < MIN_DEPTH_METRES) {
          return false;
        }
        double[] pixel = lens.project(point);
        box[0] = Math.min(box[0], (int) pixel[0] - 4);
        box[1] = Math.min(box[1], (int) pixel[1] - 4);
        box[2] = Math.max(box[2], (int) pixel[0] + 4);
        box[3] = Math.max(box[3], (int) pixel[1] + 4);
      }
    }
    return true;
  }

  /** Inverse of the homography [r1 r2 t], which maps a point (x, y, 0) of the board to its ray. */
  private static double[] inverseHomography(RigidTransform cameraFromBoard) {
    double[] r = cameraFromBoard.rotation();
    double[] t = cameraFromBoard.translation();
    double a = r[0];
    double b = r[1];
    double c = t[0];
    double d = r[3];
    double e = r[4];
    double f = t[1];
    double g = r[6];
    double h = r[7];
    double i = t[2];
    // The adjugate suffices: the determinant cancels in the ratio.
    return new double[] {
      e * i - f * h, c * h - b * i, b * f - c * e,
      f * g - d * i, a * i - c * g, c * d - a * f,
      d * h - e * g, b * g - a * h, a * e - b * d
    };
  }

  private void addNoise() {
    int noiseIndex = random.nextInt(NOISE_TABLE_SIZE);
    for (int v = 0; v < height; v++) {
      int row = v * width;
      // A random offset per row prevents vertical stripes in the noise.
      noiseIndex = (noiseIndex + random.nextInt(NOISE_TABLE_SIZE)) % NOISE_TABLE_SIZE;
      for (int u = 0; u < width; u++) {
        int level =
            Math.round(brightness[row + u] + noise[(noiseIndex + u) & (NOISE_TABLE_SIZE - 1)]);
        gray[row + u] = (byte) Math.max(0, Math.min(255, level));
      }
    }
  }

  @Override
  public boolean isSequence() {
    return true;
  }

  @Override
  public void close() {}
}
