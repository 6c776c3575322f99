package minitaur.calibration.camera;

/**
 * Result of checking whether an image is suitable as a view.
 *
 * @param status whether the image was accepted, or why it was rejected
 * @param message message for the operator, with advice
 */
public record ViewCheckResult(Status status, String message) {

  /** Acceptance, or the reason for rejection. */
  public enum Status {
    /** The image was accepted as a view. */
    ACCEPTED,
    /** No board was detected. */
    NO_BOARD,
    /** Too few corners were detected. */
    FEW_CORNERS,
    /** The image is out of focus or motion-blurred. */
    BLURRED,
    /** The board moved since the previous image. */
    MOVING,
    /** The image is too similar to an earlier view. */
    REPEATED
  }

  /** Whether the image was accepted. */
  public boolean isAccepted() {
    return status == Status.ACCEPTED;
  }
}
