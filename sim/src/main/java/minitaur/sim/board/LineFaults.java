package minitaur.sim.board;

/**
 * Fault probabilities of a serial line, per byte and per frame; 0 for none.
 *
 * @param drop a byte is lost
 * @param insert a random byte is inserted before a byte
 * @param flip one bit of a byte is flipped
 * @param duplicate a frame is sent twice
 * @param split a frame is sent in two pieces, the second with the next frame
 */
public record LineFaults(double drop, double insert, double flip, double duplicate, double split) {

  /** Validates the probabilities. */
  public LineFaults {
    if (!isProbability(drop)
        || !isProbability(insert)
        || !isProbability(flip)
        || !isProbability(duplicate)
        || !isProbability(split)) {
      throw new IllegalArgumentException(
          "probabilities must be between 0 and 1, but are drop %s, insert %s, flip %s, duplicate %s, split %s"
              .formatted(drop, insert, flip, duplicate, split));
    }
  }

  private static boolean isProbability(double value) {
    return value >= 0 && value <= 1;
  }
}
