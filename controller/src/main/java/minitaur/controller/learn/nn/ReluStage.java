package minitaur.controller.learn.nn;

/** ReLU: {@code y = max(x, 0)}. */
final class ReluStage extends RowStage {
  /**
   * Scales every positive normal activation to at least 1, so that the minimum of the product and 1
   * is the derivative of ReLU.
   */
  private static final float RELU_DERIVATIVE_SCALE = 0x1.0p126f;

  private final float[][] activations;

  ReluStage(int rows, int units) {
    activations = cache(rows, units);
  }

  @Override
  void forward(int block, float[] x) {
    applyRelu(x, activations[block]);
  }

  @Override
  void backward(int block, float[] gradient) {
    multiplyByDerivative(gradient, activations[block]);
  }

  private static void applyRelu(float[] x, float[] activation) {
    for (int i = 0; i < x.length; i++) {
      // Bit-identical to Math.max(x[i], 0), whose handling of NaN and -0 takes several
      // instructions.
      float y = 0.5f * (x[i] + Math.abs(x[i]));
      x[i] = y;
      activation[i] = y;
    }
  }

  private static void multiplyByDerivative(float[] gradient, float[] y) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= Math.min(y[i] * RELU_DERIVATIVE_SCALE, 1f);
    }
  }
}
