package minitaur.calibration.camera;

/** Source of images: a camera, a video file, a folder, or a synthetic camera. */
public interface FrameSource extends AutoCloseable {
  /**
   * Waits for the next image.
   *
   * @param frame Modified when the result is true.
   * @return true when an image was read; false at the end of a file
   * @throws CameraException when the source failed
   */
  boolean read(CameraFrame frame) throws CameraException;

  /**
   * Whether the images are consecutive frames, so that motion between two of them can be measured.
   */
  boolean isSequence();

  @Override
  void close();
}
