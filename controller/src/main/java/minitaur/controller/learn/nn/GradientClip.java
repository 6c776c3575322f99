package minitaur.controller.learn.nn;

/**
 * Clips the norm of a gradient that is distributed over several memories (Pascanu et al. 2013,
 * arXiv 1211.5063, algorithm 1): {@code g <- g min(1, bound / |g|)}.
 */
public final class GradientClip {
  private final double maxNorm;
  private final FloatMemory[] gradients;
  private final float[] chunk = new float[Adam.CHUNK_SIZE];

  /**
   * @param maxNorm maximum norm over all gradients together
   * @param gradients not copied. Modified by {@link #clip}.
   */
  public GradientClip(double maxNorm, FloatMemory... gradients) {
    this.maxNorm = maxNorm;
    this.gradients = gradients.clone();
  }

  /** Clips the gradients and returns the norm before clipping. */
  public double clip() {
    double squaredNorm = 0;
    for (FloatMemory gradient : gradients) {
      for (int start = 0; start < gradient.length(); start += chunk.length) {
        int count = Math.min(chunk.length, gradient.length() - start);
        gradient.read(start, chunk, 0, count);
        for (int i = 0; i < count; i++) {
          squaredNorm += (double) chunk[i] * chunk[i];
        }
      }
    }
    double norm = Math.sqrt(squaredNorm);
    if (norm > maxNorm) {
      scale((float) (maxNorm / norm));
    }
    return norm;
  }

  private void scale(float factor) {
    for (FloatMemory gradient : gradients) {
      for (int start = 0; start < gradient.length(); start += chunk.length) {
        int count = Math.min(chunk.length, gradient.length() - start);
        gradient.read(start, chunk, 0, count);
        for (int i = 0; i < count; i++) {
          chunk[i] *= factor;
        }
        gradient.write(start, chunk, 0, count);
      }
    }
  }
}
