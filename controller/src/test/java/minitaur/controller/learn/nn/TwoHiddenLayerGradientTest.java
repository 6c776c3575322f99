package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.function.ToDoubleFunction;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares gradients with central differences of a loss that is linear in the output. */
class TwoHiddenLayerGradientTest {
  private static final int BATCH = 13;
  private static final int INPUTS = 5;
  private static final int HIDDEN = 11;
  private static final int OUTPUTS = 3;
  private static final NetworkShape SHAPE =
      new NetworkShape(INPUTS, List.of(HIDDEN, HIDDEN), OUTPUTS, NetworkShape.HiddenLayer.PLAIN);
  private static final float STEP = 1e-2f;

  private final RandomStream random = RandomStream.of(7, "gradient");
  private final float[] lossWeights = uniform(BATCH * OUTPUTS);

  @ParameterizedTest
  @EnumSource(MatrixBackend.class)
  void parameterGradientMatchesCentralDifferences(MatrixBackend backend) {
    MlpParameters parameters = new MlpParameters(backend, SHAPE);
    parameters.initWithBiases(random);
    TwoHiddenLayerPass pass = pass(backend, parameters, backend.matrix(BATCH, INPUTS));
    MlpParameters gradient = new MlpParameters(backend, SHAPE);
    pass.forward();
    System.arraycopy(lossWeights, 0, pass.outputGradient, 0, lossWeights.length);
    pass.backwardOutputLayer(gradient);
    pass.backwardSecondLayer(gradient);
    pass.backwardFirstLayer(gradient);

    float[] values = parameters.toArray();
    float[] gradientValues = gradient.toArray();
    int kinks = 0;
    for (int i = 0; i < values.length; i++) {
      double[] losses =
          lossesAround(
              values,
              i,
              changed -> loss(pass, () -> parameters.memory.write(0, changed, 0, changed.length)));
      kinks += compare("parameter " + i, gradientValues[i], losses);
    }
    assertThat(kinks).isLessThan(values.length / 4);
  }

  @ParameterizedTest
  @EnumSource(MatrixBackend.class)
  void inputGradientOfSelectedRowsMatchesDifferences(MatrixBackend backend) {
    MlpParameters parameters = new MlpParameters(backend, SHAPE);
    parameters.initWithBiases(random);
    Matrix input = backend.matrix(BATCH, INPUTS);
    TwoHiddenLayerPass pass = pass(backend, parameters, input);
    int[] rows = {12, 3, 4, 7, 0, 11, 2, 9, 10};
    float[] outputGradient = new float[BATCH * OUTPUTS];
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(lossWeights, rows[k] * OUTPUTS, outputGradient, k * OUTPUTS, OUTPUTS);
    }
    Matrix inputGradient = backend.matrix(BATCH, 2);
    pass.forward();
    pass.backwardToInput(
        rows,
        rows.length,
        outputGradient,
        parameters.weights.get(0).columnWindow(INPUTS - 2, 2),
        inputGradient);

    float[] gradientValues = inputGradient.toArray();
    float[] values = input.toArray();
    int kinks = 0;
    for (int k = 0; k < rows.length; k++) {
      for (int j = 0; j < 2; j++) {
        int i = rows[k] * INPUTS + INPUTS - 2 + j;
        double[] losses =
            lossesAround(values, i, changed -> loss(pass, () -> input.write(changed)));
        kinks += compare("row " + rows[k], gradientValues[k * 2 + j], losses);
      }
    }
    assertThat(kinks).isLessThan(rows.length);
  }

  /** Returns the loss one step below, at and one step above one of the values. */
  private static double[] lossesAround(float[] values, int i, ToDoubleFunction<float[]> loss) {
    double[] losses = new double[3];
    // The middle comes last, so that the value remains unchanged.
    for (int side : new int[] {0, 2, 1}) {
      float[] changed = values.clone();
      changed[i] += (side - 1) * STEP;
      losses[side] = loss.applyAsDouble(changed);
    }
    return losses;
  }

  /** Returns 1 if a ReLU changes sides within the step, where there is no slope to compare with. */
  private static int compare(String name, float slope, double[] losses) {
    double below = (losses[1] - losses[0]) / STEP;
    double above = (losses[2] - losses[1]) / STEP;
    if (Math.abs(above - below) > 2e-3) {
      return 1;
    }
    assertThat((double) slope).as(name).isCloseTo((above + below) / 2, offset(2e-3));
    return 0;
  }

  private double loss(TwoHiddenLayerPass pass, Runnable change) {
    change.run();
    pass.forward();
    double sum = 0;
    for (int i = 0; i < lossWeights.length; i++) {
      sum += (double) lossWeights[i] * pass.output[i];
    }
    return sum;
  }

  private TwoHiddenLayerPass pass(MatrixBackend backend, MlpParameters parameters, Matrix input) {
    input.write(uniform(BATCH * INPUTS));
    return new TwoHiddenLayerPass(
        backend, parameters, input, new TwoHiddenLayerWorkspace(backend, BATCH, HIDDEN));
  }

  private float[] uniform(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
    return values;
  }
}
