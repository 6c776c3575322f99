package minitaur.calibration.camera;

/** Where pictures come from: a camera, a file, a folder, or one that is computed. */
public interface FrameSource extends AutoCloseable {
  /**
   * Waits for the next picture.
   *
   * @param frame Modified when the answer is true.
   * @return whether there was one; false at the end of a file
   * @throws CameraException when there should have been one
   */
  boolean read(CameraFrame frame) throws CameraException;

  /** Whether pictures follow each other in time, so that motion between two of them shows. */
  boolean isSequence();

  @Override
  void close();
}
