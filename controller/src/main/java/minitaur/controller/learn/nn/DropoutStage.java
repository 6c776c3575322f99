package minitaur.controller.learn.nn;

import java.util.Arrays;
import minitaur.hal.random.RandomStream;

/**
 * Inverted dropout (Srivastava et al. 2014): each value is set to zero with probability p, else
 * divided by 1 - p.
 */
final class DropoutStage extends RowStage {
  private final float[][] mask;
  private final double rate;
  private final double logKeep;
  private final float scale;

  /**
   * Creates a stage that drops nothing until {@link #draw}, but divides values by 1 - p.
   *
   * @param rate p, in [0, 1)
   */
  DropoutStage(int rows, int units, double rate) {
    this.rate = rate;
    mask = cache(rows, units);
    logKeep = Math.log1p(-rate);
    scale = (float) (1 / (1 - rate));
    for (float[] block : mask) {
      Arrays.fill(block, scale);
    }
  }

  /** Draws a new mask, in which the gaps between dropped values are geometrically distributed. */
  void draw(RandomStream random) {
    for (float[] block : mask) {
      Arrays.fill(block, scale);
    }
    if (rate == 0) {
      return;
    }
    long length = (long) mask.length * mask[0].length;
    for (long i = gap(random); i < length; i += 1 + gap(random)) {
      mask[(int) (i / mask[0].length)][(int) (i % mask[0].length)] = 0;
    }
  }

  private long gap(RandomStream random) {
    return (long) (StrictMath.log(1 - random.nextDouble()) / logKeep);
  }

  /**
   * Sets the mask.
   *
   * @param keep {@code [rows x units]} whether each value is kept. Not modified.
   */
  void set(boolean[] keep) {
    int blockLength = mask[0].length;
    for (int i = 0; i < keep.length; i++) {
      mask[i / blockLength][i % blockLength] = keep[i] ? scale : 0;
    }
  }

  @Override
  void forward(int block, float[] x) {
    multiply(x, mask[block]);
  }

  @Override
  void backward(int block, float[] gradient) {
    multiply(gradient, mask[block]);
  }

  private static void multiply(float[] x, float[] mask) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= mask[i];
    }
  }
}
