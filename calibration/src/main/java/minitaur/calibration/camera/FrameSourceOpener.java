package minitaur.calibration.camera;

/** Opens an image source, and reopens it after a failure. */
@FunctionalInterface
public interface FrameSourceOpener {
  /**
   * Opens the source.
   *
   * @throws CameraException when it cannot be opened; the message gives the reason
   */
  FrameSource open() throws CameraException;
}
