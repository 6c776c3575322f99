package minitaur.calibration.camera;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.TermCriteria;
import org.bytedeco.opencv.opencv_objdetect.ArucoDetector;
import org.bytedeco.opencv.opencv_objdetect.DetectorParameters;
import org.bytedeco.opencv.opencv_objdetect.RefineParameters;

/** Detects AprilTags (family 36h11) with subpixel corners. Not thread-safe. */
final class TagDetector implements AutoCloseable {
  private static final int CORNERS = 4;
  private static final int REFINEMENTS = 30;
  private static final double REFINED = 0.005;

  /** Size of the refinement window in cells; it must not reach the tag's inner pattern. */
  private static final double WINDOW_CELLS = 0.9;

  private static final int SMALLEST_WINDOW = 2;
  private static final int LARGEST_WINDOW = 8;

  private final ArucoDetector detector;
  private final TermCriteria refined =
      new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, REFINEMENTS, REFINED);

  TagDetector() throws CameraException {
    OpenCv.require();
    detector = create();
  }

  @SuppressWarnings("try") // The scope frees the native objects.
  private static ArucoDetector create() {
    try (PointerScope scope = new PointerScope()) {
      DetectorParameters parameters = new DetectorParameters();
      parameters.cornerRefinementMethod(opencv_objdetect.CORNER_REFINE_NONE);
      ArucoDetector made =
          new ArucoDetector(BoardPicture.tags(), parameters, new RefineParameters());
      made.retainReference();
      return made;
    }
  }

  /**
   * A detected tag.
   *
   * @param tag its number
   * @param corners {@code [4 x 2]} pixels, upper left, upper right, lower right, lower left of the
   *     printed tag
   */
  record Tag(int tag, float[] corners) {}

  /** Detects all tags in an image. */
  List<Tag> detect(CameraFrame frame) {
    return detect(frame, 0, 0, frame.width(), frame.height());
  }

  /** Detects all tags in a region of an image; corners are in pixels of the whole image. */
  @SuppressWarnings("try") // The scope frees the native objects.
  List<Tag> detect(CameraFrame frame, int left, int top, int width, int height) {
    try (PointerScope scope = new PointerScope()) {
      Mat part = new Mat(frame.image(), new Rect(left, top, width, height));
      MatVector corners = new MatVector();
      Mat numbers = new Mat();
      detector.detectMarkers(part, corners, numbers);
      List<Tag> found = new ArrayList<>();
      if (numbers.empty()) {
        return found;
      }
      IntPointer number = new IntPointer(numbers.data());
      for (int i = 0; i < corners.size(); i++) {
        Mat quad = corners.get(i);
        FloatPointer values = new FloatPointer(quad.data());
        float[] points = new float[2 * CORNERS];
        values.get(points);
        refine(part, quad, window(points));
        values.get(points);
        for (int k = 0; k < CORNERS; k++) {
          points[2 * k] += left;
          points[2 * k + 1] += top;
        }
        found.add(new Tag(number.get(i), points));
      }
      return found;
    }
  }

  private void refine(Mat image, Mat quad, int window) {
    opencv_imgproc.cornerSubPix(image, quad, new Size(window, window), new Size(-1, -1), refined);
  }

  private static int window(float[] points) {
    double shortest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < CORNERS; k++) {
      int next = (k + 1) % CORNERS;
      double dx = points[2 * next] - points[2 * k];
      double dy = points[2 * next + 1] - points[2 * k + 1];
      shortest = Math.min(shortest, Math.sqrt(dx * dx + dy * dy));
    }
    int window = (int) (WINDOW_CELLS * shortest / TagBoard.CELLS);
    return Math.max(SMALLEST_WINDOW, Math.min(LARGEST_WINDOW, window));
  }

  @Override
  public void close() {
    refined.close();
    detector.close();
  }
}
