package minitaur.calibration.camera;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Draws detections into an image. */
public final class DetectionPicture {
  private static final Scalar GREEN = new Scalar(0, 200, 0, 0);
  private static final Scalar[] AXES = {
    new Scalar(0, 0, 255, 0), new Scalar(0, 200, 0, 0), new Scalar(255, 0, 0, 0)
  };

  private DetectionPicture() {}

  /**
   * Writes an image with the detected chessboard corners.
   *
   * @throws IOException when the file cannot be written
   */
  @SuppressWarnings("try") // The scope frees the native objects.
  public static void write(Path file, CameraFrame frame, BoardView view) throws IOException {
    try (PointerScope scope = new PointerScope()) {
      Mat colour = coloured(frame);
      for (int i = 0; i < view.corners(); i++) {
        circle(colour, view.pixels()[2 * i], view.pixels()[2 * i + 1]);
      }
      save(file, colour);
    }
  }

  /**
   * Writes an image with the corners and axes of a tag board: x is red, y green, z (up) blue.
   *
   * @param length of the axes, m
   * @throws IOException when the file cannot be written
   */
  @SuppressWarnings("try") // The scope frees the native objects.
  public static void write(
      Path file, CameraFrame frame, BoardSighting sighting, LensModel lens, double length)
      throws IOException {
    try (PointerScope scope = new PointerScope()) {
      Mat colour = coloured(frame);
      for (int i = 0; i < sighting.corners().length / 2; i++) {
        circle(colour, sighting.corners()[2 * i], sighting.corners()[2 * i + 1]);
      }
      RigidTransform place = sighting.cameraFromBoard();
      Point from = point(lens.project(place.translation()));
      for (int axis = 0; axis < AXES.length; axis++) {
        double[] end =
            place.apply(axis == 0 ? length : 0, axis == 1 ? length : 0, axis == 2 ? length : 0);
        opencv_imgproc.line(
            colour, from, point(lens.project(end)), AXES[axis], 3, opencv_imgproc.LINE_AA, 0);
      }
      save(file, colour);
    }
  }

  private static Mat coloured(CameraFrame frame) {
    Mat colour = new Mat();
    opencv_imgproc.cvtColor(frame.image(), colour, opencv_imgproc.COLOR_GRAY2BGR);
    return colour;
  }

  private static void circle(Mat colour, double x, double y) {
    opencv_imgproc.circle(
        colour, point(new double[] {x, y}), 5, GREEN, 2, opencv_imgproc.LINE_AA, 0);
  }

  private static Point point(double[] pixel) {
    return new Point((int) Math.round(pixel[0]), (int) Math.round(pixel[1]));
  }

  private static void save(Path file, Mat colour) throws IOException {
    boolean written;
    try {
      written = opencv_imgcodecs.imwrite(file.toString(), colour);
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
