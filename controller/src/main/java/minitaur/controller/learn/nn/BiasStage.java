package minitaur.controller.learn.nn;

import java.util.Arrays;

/** Adds a bias to each row: {@code y = x + b}, {@code dL/db = sum over rows of dL/dy}. */
final class BiasStage extends RowStage {
  private final MlpParameters parameters;
  private final int layer;
  private final float[] bias;
  private final float[] sum;
  private final float[] total;

  BiasStage(MlpParameters parameters, int layer) {
    this.parameters = parameters;
    this.layer = layer;
    int units = parameters.shape.layerOutputs(layer);
    bias = new float[ROWS * units];
    sum = new float[ROWS * units];
    total = new float[units];
  }

  @Override
  void beginForward() {
    tile(parameters.biases.get(layer), bias);
  }

  @Override
  void forward(int block, float[] x) {
    add(x, bias);
  }

  @Override
  void beginBackward() {
    Arrays.fill(sum, 0);
  }

  @Override
  void backward(int block, float[] gradient) {
    add(sum, gradient);
  }

  @Override
  void endBackward(MlpParameters gradient) {
    sumRows(sum, total);
    gradient.biases.get(layer).write(total);
  }

  private static void add(float[] to, float[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
