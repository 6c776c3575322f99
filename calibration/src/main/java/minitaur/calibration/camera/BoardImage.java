package minitaur.calibration.camera;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CharucoBoard;
import org.bytedeco.opencv.opencv_objdetect.Dictionary;

/**
 * Image of a board without margin; 0 is black, 255 is white.
 *
 * @param gray {@code [height x width]}, row-major. Not to be modified.
 * @param width in pixels
 * @param height in pixels
 * @param pixelsPerMetre resolution
 */
public record BoardImage(byte[] gray, int width, int height, double pixelsPerMetre) {

  /** Draws a tag board; a cell of a tag is {@code cellPixels} wide. */
  @SuppressWarnings("try") // The scope frees the native objects.
  public static BoardImage of(TagBoard board, int cellPixels) throws CameraException {
    OpenCv.loadLibrary();
    double scale = cellPixels * TagBoard.CELLS_PER_SIDE / board.tagMetres();
    int tagPixels = cellPixels * TagBoard.CELLS_PER_SIDE;
    int width = (int) Math.round(board.width() * scale);
    int height = (int) Math.round(board.height() * scale);
    try (PointerScope scope = new PointerScope()) {
      Mat image = new Mat(height, width, opencv_core.CV_8UC1, Scalar.all(255));
      for (int number = board.firstTag(); number < board.firstTag() + board.tagCount(); number++) {
        double[] corner = board.cornerPosition(number, 0);
        int x = (int) Math.round((corner[0] + board.width() / 2) * scale);
        int y = (int) Math.round((board.height() / 2 - corner[1]) * scale);
        Mat marker = new Mat();
        opencv_objdetect.generateImageMarker(tagDictionary(), number, tagPixels, marker, 1);
        marker.copyTo(new Mat(image, new Rect(x, y, tagPixels, tagPixels)));
      }
      return of(image, scale);
    }
  }

  /** Draws a chessboard; a square is {@code squarePixels} wide. */
  @SuppressWarnings("try") // The scope frees the native objects.
  public static BoardImage of(CharucoPattern pattern, int squarePixels) throws CameraException {
    OpenCv.loadLibrary();
    try (PointerScope scope = new PointerScope()) {
      Mat image = new Mat();
      Size size = new Size(pattern.columns() * squarePixels, pattern.rows() * squarePixels);
      toCharucoBoard(pattern).generateImage(size, image, 0, 1);
      return of(image, squarePixels / pattern.squareMetres());
    }
  }

  private static BoardImage of(Mat image, double scale) {
    byte[] gray = new byte[image.rows() * image.cols()];
    try (BytePointer data = image.data()) {
      data.get(gray);
    }
    return new BoardImage(gray, image.cols(), image.rows(), scale);
  }

  /** The dictionary of the tag family. */
  static Dictionary tagDictionary() {
    return opencv_objdetect.getPredefinedDictionary(opencv_objdetect.DICT_APRILTAG_36h11);
  }

  /** The chessboard as an OpenCV object. */
  static CharucoBoard toCharucoBoard(CharucoPattern pattern) {
    return new CharucoBoard(
        new Size(pattern.columns(), pattern.rows()),
        (float) pattern.squareMetres(),
        (float) pattern.markerMetres(),
        opencv_objdetect.getPredefinedDictionary(opencv_objdetect.DICT_4X4_50));
  }

  /** Brightness of a pixel, 0 to 255. */
  public int brightness(int x, int y) {
    return gray[y * width + x] & 0xFF;
  }
}
