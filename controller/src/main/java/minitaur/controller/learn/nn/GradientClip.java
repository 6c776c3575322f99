package minitaur.controller.learn.nn;

/**
 * Clips the norm of a gradient that is distributed over several memories (Pascanu et al. 2013,
 * arXiv 1211.5063, algorithm 1): {@code g <- g min(1, bound / |g|)}.
 */
public final class GradientClip {
  private final double bound;
  private final FloatMemory[] gradients;
  private final float[] piece = new float[Adam.PIECE];

  /**
   * @param bound maximum norm over all gradients together
   * @param gradients not copied. Modified by {@link #clip}.
   */
  public GradientClip(double bound, FloatMemory... gradients) {
    this.bound = bound;
    this.gradients = gradients.clone();
  }

  /** Clips the gradients and returns the norm before clipping. */
  public double clip() {
    double squares = 0;
    for (FloatMemory gradient : gradients) {
      for (int start = 0; start < gradient.length(); start += piece.length) {
        int count = Math.min(piece.length, gradient.length() - start);
        gradient.read(start, piece, 0, count);
        for (int i = 0; i < count; i++) {
          squares += (double) piece[i] * piece[i];
        }
      }
    }
    double norm = Math.sqrt(squares);
    if (norm > bound) {
      scale((float) (bound / norm));
    }
    return norm;
  }

  private void scale(float factor) {
    for (FloatMemory gradient : gradients) {
      for (int start = 0; start < gradient.length(); start += piece.length) {
        int count = Math.min(piece.length, gradient.length() - start);
        gradient.read(start, piece, 0, count);
        for (int i = 0; i < count; i++) {
          piece[i] *= factor;
        }
        gradient.write(start, piece, 0, count);
      }
    }
  }
}
