package minitaur.calibration.camera;

import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.hal.Clock;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;

/** A recording, played back in the time of a clock: Motion JPEG in an AVI file. */
public final class VideoFile implements FrameSource {
  private final Clock clock;
  private final VideoCapture capture = new VideoCapture();
  private final Mat raw = new Mat();
  private final double framesPerSecond;
  private final long startNanos;
  private long frames;

  /**
   * Opens a recording; playback starts immediately.
   *
   * @param clock time base of playback and of the images
   * @throws CameraException when the file cannot be read
   */
  public VideoFile(Path file, Clock clock) throws CameraException {
    OpenCv.loadLibrary();
    if (!Files.isReadable(file)) {
      close();
      throw new CameraException(file + ": cannot be read; does the file exist?");
    }
    this.clock = clock;
    boolean opened = capture.open(file.toString(), opencv_videoio.CAP_OPENCV_MJPEG);
    framesPerSecond = opened ? capture.get(opencv_videoio.CAP_PROP_FPS) : 0;
    if (!(framesPerSecond > 0)) {
      close();
      throw new CameraException(
          file
              + ": is not an AVI file of Motion JPEG; convert it with: ffmpeg -i "
              + file.getFileName()
              + " -an -c:v mjpeg -q:v 2 recording.avi");
    }
    startNanos = clock.nanos();
  }

  @Override
  public boolean read(CameraFrame frame) {
    if (!capture.read(raw) || raw.empty()) {
      return false;
    }
    long captureNanos = startNanos + Math.round(frames * 1e9 / framesPerSecond);
    clock.waitUntil(captureNanos);
    frames++;
    frame.setCaptureNanos(captureNanos);
    VideoDevice.toGrey(raw, frame);
    return true;
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
