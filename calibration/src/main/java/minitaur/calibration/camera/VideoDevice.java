package minitaur.calibration.camera;

import minitaur.hal.Clock;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;
import org.bytedeco.opencv.opencv_videoio.VideoWriter;

/**
 * A local camera, accessed through Video4Linux. The driver timestamps each image with the monotonic
 * clock of the machine, so the time that an image spends in a buffer is included in its age.
 */
public final class VideoDevice implements FrameSource {
  /** Video4Linux specifies exposure in units of 100 microseconds, and exposure mode 1 is manual. */
  private static final double EXPOSURE_UNITS_PER_SECOND = 1e4;

  private static final double MANUAL_EXPOSURE = 1;

  /** A larger age means that the timestamp is not from the monotonic clock. */
  private static final long MAX_TIMESTAMP_AGE_NANOS = 1_000_000_000;

  private final String path;
  private final Clock clock;
  private final CameraMode mode;
  private final VideoCapture capture = new VideoCapture();
  private final Mat raw = new Mat();

  /**
   * Opens a camera.
   *
   * @param path such as {@code /dev/video0}; preferably a name under {@code /dev/v4l/by-id}
   * @param clock time base of the images
   * @throws CameraException when the camera cannot be opened or does not support the mode
   */
  public VideoDevice(String path, CameraMode mode, Clock clock) throws CameraException {
    OpenCv.loadLibrary();
    this.path = path;
    this.clock = clock;
    this.mode = mode;
    if (!capture.open(path, opencv_videoio.CAP_V4L2)) {
      close();
      throw new CameraException(
          path
              + ": is not a camera that can be opened; \"ls /dev/v4l/by-id\" lists cameras, and you"
              + " must be in the group video (sudo usermod -aG video $USER, then log in again)");
    }
    byte[] motionJpeg = {'M', 'J', 'P', 'G'};
    capture.set(
        opencv_videoio.CAP_PROP_FOURCC,
        VideoWriter.fourcc(motionJpeg[0], motionJpeg[1], motionJpeg[2], motionJpeg[3]));
    capture.set(opencv_videoio.CAP_PROP_FRAME_WIDTH, mode.widthPixels());
    capture.set(opencv_videoio.CAP_PROP_FRAME_HEIGHT, mode.heightPixels());
    capture.set(opencv_videoio.CAP_PROP_FPS, mode.framesPerSecond());
    // Autofocus would change the focal length.
    capture.set(opencv_videoio.CAP_PROP_AUTOFOCUS, 0);
    if (mode.exposureSeconds() > 0) {
      capture.set(opencv_videoio.CAP_PROP_AUTO_EXPOSURE, MANUAL_EXPOSURE);
      capture.set(
          opencv_videoio.CAP_PROP_EXPOSURE, mode.exposureSeconds() * EXPOSURE_UNITS_PER_SECOND);
    }
    int width = (int) capture.get(opencv_videoio.CAP_PROP_FRAME_WIDTH);
    int height = (int) capture.get(opencv_videoio.CAP_PROP_FRAME_HEIGHT);
    if (width != mode.widthPixels() || height != mode.heightPixels()) {
      close();
      throw new CameraException(
          "%s: delivers %d x %d pixels, not %d x %d; request a supported size",
          path, width, height, mode.widthPixels(), mode.heightPixels());
    }
  }

  @Override
  public boolean read(CameraFrame frame) throws CameraException {
    if (!capture.read(raw) || raw.empty()) {
      throw new CameraException(path + ": delivers no more images; check that it is plugged in");
    }
    long now = clock.nanos();
    long timestamp = Math.round(capture.get(opencv_videoio.CAP_PROP_POS_MSEC) * 1e6);
    long age = System.nanoTime() - timestamp;
    boolean hasTimestamp = age >= 0 && age < MAX_TIMESTAMP_AGE_NANOS;
    frame.setCaptureNanos(now - (hasTimestamp ? age : 0) - Math.round(mode.delaySeconds() * 1e9));
    toGrey(raw, frame);
    return true;
  }

  /** Converts an image with one or three channels to grayscale into {@code frame}. */
  static void toGrey(Mat raw, CameraFrame frame) {
    if (raw.channels() == 1) {
      raw.copyTo(frame.image());
    } else {
      opencv_imgproc.cvtColor(raw, frame.image(), opencv_imgproc.COLOR_BGR2GRAY);
    }
  }

  @Override
  public boolean isSequence() {
    return true;
  }

  @Override
  public void close() {
    capture.release();
    capture.close();
    raw.close();
  }
}
