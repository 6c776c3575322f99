package minitaur.calibration.camera.procedure;

import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.CameraMode;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.ImageFolder;
import minitaur.calibration.camera.VideoDevice;
import minitaur.calibration.camera.VideoFile;
import minitaur.hal.Clock;

/**
 * Configuration of an image source.
 *
 * @param name a device, a folder of images, an AVI file, or {@value #SYNTHETIC}
 * @param mode mode requested from a device; its image size also applies to synthetic images
 * @param boardScale ratio of the measured to the nominal length of a printed board
 * @param seed seed of synthetic images
 */
public record ImageSource(String name, CameraMode mode, double boardScale, long seed) {
  /** Rendered images with known ground truth. */
  public static final String SYNTHETIC = "synthetic";

  boolean isSynthetic() {
    return name.equals(SYNTHETIC);
  }

  /** Opens a device, a folder or a video file; not for synthetic images. */
  FrameSource open(Clock clock) throws CameraException {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      return new ImageFolder(path);
    }
    if (Files.isRegularFile(path)) {
      return new VideoFile(path, clock);
    }
    if (!Files.exists(path)) {
      throw new CameraException(
          name + ": there is no such camera, folder or file; \"ls /dev/v4l/by-id\" lists cameras");
    }
    return new VideoDevice(name, mode, clock);
  }

  /** Rejects images whose size differs from that of the lens calibration. */
  static void requireSize(CameraFrame frame, int width, int height) throws CameraException {
    if (frame.width() != width || frame.height() != height) {
      throw new CameraException(
          "the images have %d x %d pixels, but the lens was calibrated with %d x %d; use --size"
              + " %dx%d",
          frame.width(), frame.height(), width, height, width, height);
    }
  }
}
