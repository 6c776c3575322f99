package minitaur.calibration.camera;

import java.util.Locale;
import minitaur.hal.Clock;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;
import org.bytedeco.opencv.opencv_videoio.VideoWriter;

/**
 * A camera on this computer, by Video4Linux. The driver stamps each picture with the machine's
 * monotonic time, so a picture that waited in a buffer does not seem younger than it is.
 */
public final class VideoDevice implements FrameSource {
  /** Video4Linux counts exposure in 100 microseconds, and 1 stands for manual. */
  private static final double EXPOSURES_PER_SECOND = 1e4;

  private static final double MANUAL_EXPOSURE = 1;

  /** A stamp that is older than this is no monotonic time. */
  private static final long OLDEST_STAMP_NANOS = 1_000_000_000;

  private final String path;
  private final Clock clock;
  private final CameraMode mode;
  private final VideoCapture capture = new VideoCapture();
  private final Mat raw = new Mat();

  /**
   * Opens a camera.
   *
   * @param path such as {@code /dev/video0}; better a name under {@code /dev/v4l/by-id}
   * @param clock whose time the pictures get
   * @throws CameraException when it cannot be opened or has no such mode
   */
  public VideoDevice(String path, CameraMode mode, Clock clock) throws CameraException {
    OpenCv.require();
    this.path = path;
    this.clock = clock;
    this.mode = mode;
    if (!capture.open(path, opencv_videoio.CAP_V4L2)) {
      close();
      throw new CameraException(
          path
              + ": is no camera that can be opened; \"ls /dev/v4l/by-id\" lists cameras, and you"
              + " must be in the group video (sudo usermod -aG video $USER, then log in again)");
    }
    byte[] motionJpeg = {'M', 'J', 'P', 'G'};
    capture.set(
        opencv_videoio.CAP_PROP_FOURCC,
        VideoWriter.fourcc(motionJpeg[0], motionJpeg[1], motionJpeg[2], motionJpeg[3]));
    capture.set(opencv_videoio.CAP_PROP_FRAME_WIDTH, mode.widthPixels());
    capture.set(opencv_videoio.CAP_PROP_FRAME_HEIGHT, mode.heightPixels());
    capture.set(opencv_videoio.CAP_PROP_FPS, mode.framesPerSecond());
    // A focus that moves changes the focal length.
    capture.set(opencv_videoio.CAP_PROP_AUTOFOCUS, 0);
    if (mode.exposureSeconds() > 0) {
      capture.set(opencv_videoio.CAP_PROP_AUTO_EXPOSURE, MANUAL_EXPOSURE);
      capture.set(opencv_videoio.CAP_PROP_EXPOSURE, mode.exposureSeconds() * EXPOSURES_PER_SECOND);
    }
    int width = (int) capture.get(opencv_videoio.CAP_PROP_FRAME_WIDTH);
    int height = (int) capture.get(opencv_videoio.CAP_PROP_FRAME_HEIGHT);
    if (width != mode.widthPixels() || height != mode.heightPixels()) {
      close();
      throw new CameraException(
          String.format(
              Locale.ROOT,
              "%s: gives %d x %d pixels, not %d x %d; ask for a size that it has",
              path,
              width,
              height,
              mode.widthPixels(),
              mode.heightPixels()));
    }
  }

  @Override
  public boolean read(CameraFrame frame) throws CameraException {
    if (!capture.read(raw) || raw.empty()) {
      throw new CameraException(path + ": delivers no more images; check that it is plugged in");
    }
    long now = clock.nanos();
    long stamp = Math.round(capture.get(opencv_videoio.CAP_PROP_POS_MSEC) * 1e6);
    long age = System.nanoTime() - stamp;
    boolean stamped = age >= 0 && age < OLDEST_STAMP_NANOS;
    frame.setCaptureNanos(now - (stamped ? age : 0) - Math.round(mode.delaySeconds() * 1e9));
    toGrey(raw, frame);
    return true;
  }

  /** Fills {@code frame} with a picture of one or three channels. */
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
