package minitaur.calibration.camera;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A grayscale image with 8 bits per pixel. Allocated once by its owner and reused for every image.
 */
public final class CameraFrame implements AutoCloseable {
  private final Mat image = new Mat();
  private long captureNanos;

  /** Copies an image from {@code gray}: {@code [height x width]}, row-major. */
  public void set(byte[] gray, int width, int height, long nanos) {
    image.create(height, width, opencv_core.CV_8UC1);
    try (BytePointer data = image.data()) {
      data.put(gray, 0, width * height);
    }
    captureNanos = nanos;
  }

  /** Midpoint of the exposure, in the time of the source's clock. */
  public long captureNanos() {
    return captureNanos;
  }

  void setCaptureNanos(long nanos) {
    captureNanos = nanos;
  }

  /** Width in pixels. */
  public int width() {
    return image.cols();
  }

  /** Height in pixels. */
  public int height() {
    return image.rows();
  }

  /** Returns a copy of the pixels, {@code [height x width]}. */
  public byte[] gray() {
    byte[] gray = new byte[width() * height()];
    try (BytePointer data = image.data()) {
      data.get(gray);
    }
    return gray;
  }

  Mat image() {
    return image;
  }

  @Override
  public void close() {
    image.close();
  }
}
