package minitaur.controller.learn.nn;

/** Hyperbolic tangent: {@code y = tanh(x)}, {@code dL/dx = dL/dy (1 - y^2)}. */
final class TanhStage extends RowStage {
  private final float[][] activations;

  TanhStage(int rows, int units) {
    activations = cache(rows, units);
  }

  @Override
  void forward(int block, float[] x) {
    float[] y = activations[block];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.tanh(x[i]);
      y[i] = x[i];
    }
  }

  @Override
  void backward(int block, float[] gradient) {
    float[] y = activations[block];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= 1 - y[i] * y[i];
    }
  }
}
