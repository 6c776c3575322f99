package minitaur.calibration.camera;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_objdetect.CharucoDetector;
import org.jspecify.annotations.Nullable;

/** Finds a {@link CharucoPattern} in pictures. Used by one thread. */
public final class ChessboardDetector implements AutoCloseable {
  private final CharucoPattern pattern;
  private final CharucoDetector detector;

  /** Makes a detector of a board. */
  public ChessboardDetector(CharucoPattern pattern) throws CameraException {
    OpenCv.require();
    this.pattern = pattern;
    detector = create(pattern);
  }

  @SuppressWarnings("try") // The scope frees what it saw.
  private static CharucoDetector create(CharucoPattern pattern) {
    try (PointerScope scope = new PointerScope()) {
      CharucoDetector made = new CharucoDetector(BoardPicture.charuco(pattern));
      made.retainReference();
      return made;
    }
  }

  /** The board's inner corners; null when none is seen. */
  @SuppressWarnings("try") // The scope frees what it saw.
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
