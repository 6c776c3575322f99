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
  private static final int CORNERS_PER_TAG = 4;
  private static final int REFINE_ITERATIONS = 30;
  private static final double REFINE_EPSILON = 0.005;

  /** Size of the refinement window in cells; it must not reach the tag's inner pattern. */
  private static final double WINDOW_CELLS = 0.9;

  private static final int MIN_WINDOW = 2;
  private static final int MAX_WINDOW = 8;

  private final ArucoDetector detector;
  private final TermCriteria refineCriteria =
      new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, REFINE_ITERATIONS, REFINE_EPSILON);

  TagDetector() throws CameraException {
    OpenCv.loadLibrary();
    detector = create();
  }

  @SuppressWarnings("try") // The scope frees the native objects.
  private static ArucoDetector create() {
    try (PointerScope scope = new PointerScope()) {
      DetectorParameters parameters = new DetectorParameters();
      parameters.cornerRefinementMethod(opencv_objdetect.CORNER_REFINE_NONE);
      ArucoDetector result =
          new ArucoDetector(BoardImage.tagDictionary(), parameters, new RefineParameters());
      result.retainReference();
      return result;
    }
  }

  /**
   * A detected tag.
   *
   * @param id its number
   * @param corners {@code [4 x 2]} pixels, upper left, upper right, lower right, lower left of the
   *     printed tag
   */
  record Tag(int id, float[] corners) {}

  /** Detects all tags in an image. */
  List<Tag> detect(CameraFrame frame) {
    return detect(frame, 0, 0, frame.width(), frame.height());
  }

  /** Detects all tags in a region of an image; corners are in pixels of the whole image. */
  @SuppressWarnings("try") // The scope frees the native objects.
  List<Tag> detect(CameraFrame frame, int left, int top, int width, int height) {
    try (PointerScope scope = new PointerScope()) {
      Mat region = new Mat(frame.image(), new Rect(left, top, width, height));
      MatVector corners = new MatVector();
      Mat ids = new Mat();
      detector.detectMarkers(region, corners, ids);
      List<Tag> tags = new ArrayList<>();
      if (ids.empty()) {
        return tags;
      }
      IntPointer idPointer = new IntPointer(ids.data());
      for (int i = 0; i < corners.size(); i++) {
        Mat quad = corners.get(i);
        FloatPointer values = new FloatPointer(quad.data());
        float[] points = new float[2 * CORNERS_PER_TAG];
        values.get(points);
        refine(region, quad, refineWindow(points));
        values.get(points);
        for (int k = 0; k < CORNERS_PER_TAG; k++) {
          points[2 * k] += left;
          points[2 * k + 1] += top;
        }
        tags.add(new Tag(idPointer.get(i), points));
      }
      return tags;
    }
  }

  private void refine(Mat image, Mat quad, int window) {
    opencv_imgproc.cornerSubPix(
        image, quad, new Size(window, window), new Size(-1, -1), refineCriteria);
  }

  private static int refineWindow(float[] points) {
    double minSide = Double.POSITIVE_INFINITY;
    for (int k = 0; k < CORNERS_PER_TAG; k++) {
      int next = (k + 1) % CORNERS_PER_TAG;
      double dx = points[2 * next] - points[2 * k];
      double dy = points[2 * next + 1] - points[2 * k + 1];
      minSide = Math.min(minSide, Math.sqrt(dx * dx + dy * dy));
    }
    int window = (int) (WINDOW_CELLS * minSide / TagBoard.CELLS_PER_SIDE);
    return Math.max(MIN_WINDOW, Math.min(MAX_WINDOW, window));
  }

  @Override
  public void close() {
    refineCriteria.close();
    detector.close();
  }
}
