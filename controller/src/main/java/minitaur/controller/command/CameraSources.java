package minitaur.controller.command;

import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.calibration.camera.CameraException;
import minitaur.calibration.camera.CameraFrame;
import minitaur.calibration.camera.CameraMode;
import minitaur.calibration.camera.FrameSource;
import minitaur.calibration.camera.ImageFolder;
import minitaur.calibration.camera.VideoDevice;
import minitaur.calibration.camera.VideoFile;
import minitaur.controller.command.CameraRequest.Session;
import minitaur.hal.Clock;

/** Opens what {@code --source} names. */
final class CameraSources {
  /** A source that is computed, and needs to know what of. */
  static final String SYNTHETIC = "synthetic";

  private CameraSources() {}

  /** Opens a device, a folder or a recording. */
  static FrameSource open(Session session, Clock clock) throws CameraException {
    Path path = Path.of(session.source());
    if (Files.isDirectory(path)) {
      return new ImageFolder(path);
    }
    if (Files.isRegularFile(path)) {
      return new VideoFile(path, clock);
    }
    CameraMode mode =
        new CameraMode(
            session.widthPixels(),
            session.heightPixels(),
            session.framesPerSecond(),
            session.exposureSeconds(),
            CameraMode.usual().delaySeconds());
    return new VideoDevice(session.source(), mode, clock);
  }

  /** Refuses pictures of another size than the lens was calibrated with. */
  static void requireSize(CameraFrame frame, int width, int height) throws CameraException {
    if (frame.width() != width || frame.height() != height) {
      throw new CameraException(
          "pictures of %d x %d pixels, but the lens was calibrated with %d x %d; use --size %dx%d"
              .formatted(frame.width(), frame.height(), width, height, width, height));
    }
  }
}
