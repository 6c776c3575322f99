package minitaur.calibration.camera;

/** Opens a source of pictures, and again after it failed. */
@FunctionalInterface
public interface FrameSourceOpener {
  /**
   * Opens it.
   *
   * @throws CameraException when it cannot be opened; the message says why
   */
  FrameSource open() throws CameraException;
}
