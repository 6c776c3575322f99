package minitaur.calibration.camera;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** One picture, grey, 8 bits a pixel. Its owner makes it once, and lends it to be filled. */
public final class CameraFrame implements AutoCloseable {
  private final Mat image = new Mat();
  private long captureNanos;

  /** Picture that is filled from {@code grey}: {@code [height x width]}, row by row. */
  public void set(byte[] grey, int width, int height, long nanos) {
    image.create(height, width, opencv_core.CV_8UC1);
    try (BytePointer data = image.data()) {
      data.put(grey, 0, width * height);
    }
    captureNanos = nanos;
  }

  /** Middle of the exposure, in the time of the source's clock. */
  public long captureNanos() {
    return captureNanos;
  }

  void setCaptureNanos(long nanos) {
    captureNanos = nanos;
  }

  /** Pixels a row. */
  public int width() {
    return image.cols();
  }

  /** Rows. */
  public int height() {
    return image.rows();
  }

  /** Copies the picture, {@code [height x width]}. */
  public byte[] grey() {
    byte[] grey = new byte[width() * height()];
    try (BytePointer data = image.data()) {
      data.get(grey);
    }
    return grey;
  }

  Mat image() {
    return image;
  }

  @Override
  public void close() {
    image.close();
  }
}
