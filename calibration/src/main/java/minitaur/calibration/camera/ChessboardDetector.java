package minitaur.calibration.camera;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_objdetect.CharucoDetector;
import org.jspecify.annotations.Nullable;

/** Detects a {@link CharucoPattern} in images. Not thread-safe. */
public final class ChessboardDetector implements AutoCloseable {
  private final CharucoPattern pattern;
  private final CharucoDetector detector;

  /** Creates a detector for a board. */
  public ChessboardDetector(CharucoPattern pattern) throws CameraException {
    OpenCv.loadLibrary();
    this.pattern = pattern;
    detector = create(pattern);
  }

  @SuppressWarnings("try") // The scope frees the native objects.
  private static CharucoDetector create(CharucoPattern pattern) {
    try (PointerScope scope = new PointerScope()) {
      CharucoDetector result = new CharucoDetector(BoardImage.toCharucoBoard(pattern));
      result.retainReference();
      return result;
    }
  }

  /** Detects the inner corners of the board; null when none is found. */
  @SuppressWarnings("try") // The scope frees the native objects.
  public @Nullable ChessboardView detect(CameraFrame frame) {
    try (PointerScope scope = new PointerScope()) {
      Mat corners = new Mat();
      Mat ids = new Mat();
      detector.detectBoard(frame.image(), corners, ids);
      if (ids.empty()) {
        return null;
      }
      int count = (int) ids.total();
      int[] cornerIds = new int[count];
      float[] pixels = new float[2 * count];
      new IntPointer(ids.data()).get(cornerIds);
      new FloatPointer(corners.data()).get(pixels);
      double edgeWidth = EdgeWidth.of(frame.image(), pattern, cornerIds, pixels);
      return new ChessboardView(cornerIds, pixels, edgeWidth);
    }
  }

  @Override
  public void close() {
    detector.close();
  }
}
