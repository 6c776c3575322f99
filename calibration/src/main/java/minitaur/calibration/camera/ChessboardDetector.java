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
    OpenCv.require();
    this.pattern = pattern;
    detector = create(pattern);
  }

  @SuppressWarnings("try") // The scope frees the native objects.
  private static CharucoDetector create(CharucoPattern pattern) {
    try (PointerScope scope = new PointerScope()) {
      CharucoDetector made = new CharucoDetector(BoardPicture.charuco(pattern));
      made.retainReference();
      return made;
    }
  }

  /** Detects the inner corners of the board; null when none is found. */
  @SuppressWarnings("try") // The scope frees the native objects.
  public @Nullable BoardView detect(CameraFrame frame) {
    try (PointerScope scope = new PointerScope()) {
      Mat corners = new Mat();
      Mat numbers = new Mat();
      detector.detectBoard(frame.image(), corners, numbers);
      if (numbers.empty()) {
        return null;
      }
      int count = (int) numbers.total();
      int[] number = new int[count];
      float[] pixels = new float[2 * count];
      new IntPointer(numbers.data()).get(number);
      new FloatPointer(corners.data()).get(pixels);
      double edge = EdgeWidth.of(frame.image(), pattern, number, pixels);
      return new BoardView(number, pixels, edge);
    }
  }

  @Override
  public void close() {
    detector.close();
  }
}
