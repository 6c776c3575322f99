package minitaur.calibration.camera;

/**
 * What became of a picture.
 *
 * @param judgement whether and why
 * @param text for people, with what to do
 */
public record ViewVerdict(Judgement judgement, String text) {

  /** Whether a picture is used as a view, and why not. */
  public enum Judgement {
    /** It is used. */
    ACCEPTED,
    /** The board is not in it. */
    NO_BOARD,
    /** Too little of the board is in it. */
    FEW_CORNERS,
    /** Edges are wide: out of focus, or moved. */
    BLURRED,
    /** The board was elsewhere a picture ago. */
    MOVING,
    /** A view like it is there already. */
    REPEATED
  }

  /** Whether it is used. */
  public boolean isAccepted() {
    return judgement == Judgement.ACCEPTED;
  }
}
