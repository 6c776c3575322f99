package minitaur.calibration.camera.synthetic;

import java.util.Arrays;
import java.util.List;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.LensModel;
import minitaur.calibration.camera.RigidTransform;
import minitaur.hal.Clock;
import minitaur.hal.random.RandomStream;

/**
 * Renders images of boards with known poses. A pixel is the mean of samples over its area (or over
 * a larger spot when out of focus) and over the exposure, each traced back through the lens; noise
 * is added. The exposure of image n is centered at n divided by the frame rate.
 */
public final class SyntheticCamera implements FrameSource {
  private static final int SAMPLES = 24;
  private static final int NOISE_TABLE = 1 << 17;
  private static final double BLACK_SHARE = 0.12;
  private static final double FLOOR_SHARE = 0.5;
  private static final double BEHIND = 0.01;

  /**
   * Inverse powers of the plastic number, whose multiples cover the plane evenly (low discrepancy).
   */
  private static final double SPREAD_X = 0.7548776662466927;

  private static final double SPREAD_Y = 0.5698402909980532;

  private final SyntheticOptics optics;
  private final LensModel lens;
  private final BodyPath camera;
  private final List<SyntheticBoard> boards;
  private final long frames;
  private final RandomStream random;
  private final Clock clock;
  private final int width;
  private final int height;
  private final double[] rayX;
  private final double[] rayY;
  private final float[] noise = new float[NOISE_TABLE];
  private final float[] picture;
  private final byte[] grey;
  private final double[] offsetX = new double[SAMPLES];
  private final double[] offsetY = new double[SAMPLES];
  private final double[][] planeFromRay = new double[SAMPLES][];
  private final long startNanos;
  private long taken;

  /**
   * @param camera from the camera's frame to the lane's
   * @param frames number of images
   * @param random source of the noise. Modified.
   * @param clock that paces the images
   */
  public SyntheticCamera(
      SyntheticOptics optics,
      BodyPath camera,
      List<SyntheticBoard> boards,
      long frames,
      RandomStream random,
      Clock clock) {
    this.optics = optics;
    this.camera = camera;
    this.boards = List.copyOf(boards);
    this.frames = frames;
    this.random = random;
    this.clock = clock;
    lens = new LensModel(optics.lens());
    width = optics.lens().size().widthPixels();
    height = optics.lens().size().heightPixels();
    rayX = new double[(width + 1) * (height + 1)];
    rayY = new double[rayX.length];
    for (int v = 0; v <= height; v++) {
      for (int u = 0; u <= width; u++) {
        double[] ray = lens.ray(u - 0.5, v - 0.5);
        rayX[v * (width + 1) + u] = ray[0];
        rayY[v * (width + 1) + u] = ray[1];
      }
    }
    for (int i = 0; i < SAMPLES; i++) {
      // Each exposure sample has a different offset; together they cover the pixel.
      offsetX[i] = 0.5 + optics.spotPixels() * ((i * SPREAD_X) % 1 + 0.5 / SAMPLES - 0.5);
      offsetY[i] = 0.5 + optics.spotPixels() * ((i * SPREAD_Y) % 1 + 0.5 / SAMPLES - 0.5);
    }
    for (int i = 0; i < NOISE_TABLE; i++) {
      noise[i] = (float) (optics.noise() * random.nextGaussian());
    }
    picture = new float[width * height];
    grey = new byte[width * height];
    startNanos = clock.nanos();
  }

  /** Time of image {@code number} (from 0), s after the camera was created. */
  public double secondsOf(long number) {
    return number / optics.framesPerSecond();
  }

  /** Time at which the camera was created, in the time of the clock. */
  public long startNanos() {
    return startNanos;
  }

  @Override
  public boolean read(CameraFrame frame) {
    if (taken == frames) {
      return false;
    }
    double seconds = secondsOf(taken);
    long nanos = startNanos + Math.round(1e9 * seconds);
    taken++;
    Arrays.fill(picture, (float) (FLOOR_SHARE * optics.white()));
    for (SyntheticBoard board : boards) {
      if (!board.covered().test(seconds)) {
        draw(board, seconds);
      }
    }
    expose();
    clock.waitUntil(nanos);
    frame.set(grey, width, height, nanos);
    return true;
  }

  private void draw(SyntheticBoard board, double seconds) {
    int[] box = {width, height, -1, -1};
    for (int i = 0; i < SAMPLES; i++) {
      double shift = ((i + 0.5) / SAMPLES - 0.5) * optics.exposureSeconds();
      RigidTransform cameraFromBoard =
          camera.at(seconds + shift).inverse().times(board.path().at(seconds + shift));
      if (!grow(box, board, cameraFromBoard)) {
        return;
      }
      planeFromRay[i] = inverseOfPlane(cameraFromBoard);
    }
    for (int v = Math.max(0, box[1]); v <= Math.min(height - 1, box[3]); v++) {
      for (int u = Math.max(0, box[0]); u <= Math.min(width - 1, box[2]); u++) {
        picture[v * width + u] = (float) pixel(board, u, v, picture[v * width + u]);
      }
    }
  }

  /** Mean over pixel area and exposure; {@code behind} is the brightness outside the board. */
  private double pixel(SyntheticBoard board, int u, int v, double behind) {
    int corner = v * (width + 1) + u;
    int below = corner + width + 1;
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double fx = offsetX[i];
      double fy = offsetY[i];
      double x =
          (1 - fy) * ((1 - fx) * rayX[corner] + fx * rayX[corner + 1])
              + fy * ((1 - fx) * rayX[below] + fx * rayX[below + 1]);
      double y =
          (1 - fy) * ((1 - fx) * rayY[corner] + fx * rayY[corner + 1])
              + fy * ((1 - fx) * rayY[below] + fx * rayY[below + 1]);
      double[] m = planeFromRay[i];
      double scale = m[6] * x + m[7] * y + m[8];
      double paper =
          board.brightness(
              (m[0] * x + m[1] * y + m[2]) / scale, (m[3] * x + m[4] * y + m[5]) / scale);
      sum +=
          Double.isNaN(paper)
              ? behind
              : optics.white() * (BLACK_SHARE + (1 - BLACK_SHARE) * paper / 255);
    }
    return sum / SAMPLES;
  }

  /**
   * Grows {@code box} (left, top, right, bottom) to contain the board; false when the board is not
   * visible.
   */
  private boolean grow(int[] box, SyntheticBoard board, RigidTransform cameraFromBoard) {
    double[] middle = cameraFromBoard.translation();
    double facing =
        cameraFromBoard.rotation()[2] * middle[0]
            + cameraFromBoard.rotation()[5] * middle[1]
            + cameraFromBoard.rotation()[8] * middle[2];
    if (facing >= 0) {
      return false;
    }
    int steps = 4;
    for (int i = 0; i <= steps; i++) {
      for (int j = 0; j <= steps; j++) {
        double[] at =
            cameraFromBoard.apply(
                board.halfWidth() * (2.0 * i / steps - 1),
                board.halfHeight() * (2.0 * j / steps - 1),
                0);
        if (at[2] < BEHIND) {
          return false;
        }
        double[] pixel = lens.project(at);
        box[0] = Math.min(box[0], (int) pixel[0] - 4);
        box[1] = Math.min(box[1], (int) pixel[1] - 4);
        box[2] = Math.max(box[2], (int) pixel[0] + 4);
        box[3] = Math.max(box[3], (int) pixel[1] + 4);
      }
    }
    return true;
  }

  /** Inverse of the homography [r1 r2 t], which maps a point (x, y, 0) of the board to its ray. */
  private static double[] inverseOfPlane(RigidTransform cameraFromBoard) {
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

  private void expose() {
    int at = random.nextInt(NOISE_TABLE);
    for (int v = 0; v < height; v++) {
      int row = v * width;
      // A random offset per row prevents vertical stripes in the noise.
      at = (at + random.nextInt(NOISE_TABLE)) % NOISE_TABLE;
      for (int u = 0; u < width; u++) {
        int level = Math.round(picture[row + u] + noise[(at + u) & (NOISE_TABLE - 1)]);
        grey[row + u] = (byte) Math.max(0, Math.min(255, level));
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
