package minitaur.sim.board;

/**
 * What goes wrong with the bytes of a line, as chances of each byte and each frame; 0 for never.
 *
 * @param drop a byte is lost
 * @param insert a byte comes in before
 * @param flip one bit of a byte is turned
 * @param duplicate a whole frame comes twice
 * @param split a frame comes in two pieces, the second one with the next frame
 */
public record LineFaults(double drop, double insert, double flip, double duplicate, double split) {

  /** Refuses what is no chance. */
  public LineFaults {
    if (!isChance(drop)
        || !isChance(insert)
        || !isChance(flip)
        || !isChance(duplicate)
        || !isChance(split)) {
      throw new IllegalArgumentException(
          "chances lie within 0 and 1, not drop %s, insert %s, flip %s, duplicate %s, split %s"
              .formatted(drop, insert, flip, duplicate, split));
    }
  }

  /** A line without faults. */
  public static LineFaults none() {
    return new LineFaults(0, 0, 0, 0, 0);
  }

  private static boolean isChance(double value) {
    return value >= 0 && value <= 1;
  }
}
