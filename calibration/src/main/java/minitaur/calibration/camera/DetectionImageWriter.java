package minitaur.calibration.camera;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Draws detected corners into an image. */
public final class DetectionImageWriter {
  private static final Scalar GREEN = new Scalar(0, 200, 0, 0);

  private DetectionImageWriter() {}

  /**
   * Writes an image with the detected chessboard corners.
   *
   * @throws IOException when the file cannot be written
   */
  @SuppressWarnings("try") // The scope frees the native objects.
  public static void write(Path file, CameraFrame frame, ChessboardView view) throws IOException {
    try (PointerScope scope = new PointerScope()) {
      Mat image = toColor(frame);
      for (int i = 0; i < view.cornerCount(); i++) {
        drawCircle(image, view.pixels()[2 * i], view.pixels()[2 * i + 1]);
      }
      save(file, image);
    }
  }

  private static Mat toColor(CameraFrame frame) {
    Mat image = new Mat();
    opencv_imgproc.cvtColor(frame.image(), image, opencv_imgproc.COLOR_GRAY2BGR);
    return image;
  }

  private static void drawCircle(Mat image, double x, double y) {
    Point center = new Point((int) Math.round(x), (int) Math.round(y));
    opencv_imgproc.circle(image, center, 5, GREEN, 2, opencv_imgproc.LINE_AA, 0);
  }

  private static void save(Path file, Mat image) throws IOException {
    boolean written;
    try {
      written = opencv_imgcodecs.imwrite(file.toString(), image);
    } catch (RuntimeException e) {
      written = false;
    }
    if (!written) {
      throw new CameraException(
          file
              + ": cannot be written as an image; check that the folder exists and the name ends"
              + " with .png");
    }
  }
}
