package minitaur.sim.board;

import java.util.stream.DoubleStream;

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
    if (!DoubleStream.of(drop, insert, flip, duplicate, split).allMatch(p -> p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "probabilities must be between 0 and 1, but are drop %s, insert %s, flip %s, duplicate %s, split %s"
              .formatted(drop, insert, flip, duplicate, split));
    }
  }
}
