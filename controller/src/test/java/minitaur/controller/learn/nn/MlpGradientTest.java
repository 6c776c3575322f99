package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the gradients of complete networks with central differences, for each type of hidden
 * layer. The batch size is not a multiple of the rows of a block.
 */
class MlpGradientTest {
  private static final int BATCH = 11;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 3;

  /** Several step sizes, because ReLU kinks invalidate large steps, and rounding small ones. */
  private static final float[] STEPS = {2e-3f, 5e-4f, 1e-4f};

  private final RandomStream random = RandomStream.of(3, "gradients");

  /** Batch renormalization at its bounds, where r and d are constant in the differences too. */
  private static final BatchNormMode RENORMALIZING = new BatchNormMode(true, 0);

  private static final BatchNormMode TRAINING = new BatchNormMode(true, BatchNormMode.NEVER);

  static Stream<Arguments> networks() {
    // EJML, because oneDNN replaces the row stages of some types.
    return Stream.of(MatrixBackend.fastest(), MatrixBackend.EJML)
        .flatMap(
            backend ->
                Stream.concat(
                    Stream.of(NetworkShape.HiddenLayer.values())
                        .map(layer -> Arguments.of(backend, layer, BatchNormMode.RUNNING)),
                    Stream.of(TRAINING, RENORMALIZING)
                        .map(
                            mode ->
                                Arguments.of(backend, NetworkShape.HiddenLayer.BATCH_NORM, mode))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void parameterGradientsMatchCentralDifferences(
      MatrixBackend backend, NetworkShape.HiddenLayer hiddenLayer, BatchNormMode mode) {
    Problem problem = new Problem(backend, hiddenLayer, mode);
    MlpParameters gradient = new MlpParameters(backend, problem.parameters.shape);
    problem.loss();
    problem.pass.backward(gradient);
    float[] actual = gradient.toArray();
    float[] values = problem.parameters.toArray();
    double[] expected = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      expected[i] = Double.NaN;
      for (float step : STEPS) {
        expected[i] = closer(actual[i], expected[i], centralDifference(problem, values, i, step));
      }
    }
    assertClose(actual, expected);
  }

  private static double closer(double actual, double best, double candidate) {
    return Math.abs(candidate - actual) < Math.abs(best - actual) || Double.isNaN(best)
        ? candidate
        : best;
  }

  private static double centralDifference(Problem problem, float[] values, int index, float step) {
    float[] changed = values.clone();
    changed[index] = values[index] + step;
    problem.parameters.memory.write(0, changed, 0, changed.length);
    double above = problem.loss();
    changed[index] = values[index] - step;
    problem.parameters.memory.write(0, changed, 0, changed.length);
    double below = problem.loss();
    problem.parameters.memory.write(0, values, 0, values.length);
    return (above - below) / (2 * step);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void inputGradientsMatchCentralDifferences(
      MatrixBackend backend, NetworkShape.HiddenLayer hiddenLayer, BatchNormMode mode) {
    Problem problem = new Problem(backend, hiddenLayer, mode);
    problem.loss();
    Matrix inputGradient = backend.matrix(BATCH, 2);
    problem.pass.backwardToInput(
        problem.parameters.weights.get(0).columnWindow(INPUTS - 2, 2), inputGradient);
    float[] actual = inputGradient.toArray();
    double[] expected = new double[actual.length];
    for (int row = 0; row < BATCH; row++) {
      for (int i = 0; i < 2; i++) {
        int at = row * INPUTS + INPUTS - 2 + i;
        float original = problem.inputs[at];
        expected[row * 2 + i] = Double.NaN;
        for (float step : STEPS) {
          problem.inputs[at] = original + step;
          double above = problem.loss();
          problem.inputs[at] = original - step;
          double below = problem.loss();
          problem.inputs[at] = original;
          expected[row * 2 + i] =
              closer(actual[row * 2 + i], expected[row * 2 + i], (above - below) / (2 * step));
        }
      }
    }
    assertClose(actual, expected);
  }

  private static void assertClose(float[] actual, double[] expected) {
    double maxExpected = 0;
    double maxDifference = 0;
    for (int i = 0; i < actual.length; i++) {
      maxExpected = Math.max(maxExpected, Math.abs(expected[i]));
      maxDifference = Math.max(maxDifference, Math.abs(expected[i] - actual[i]));
    }
    assertThat(maxDifference / maxExpected).isLessThan(5e-3);
  }

  /** A loss that is a fixed linear function of the outputs. */
  private final class Problem {
    final MlpParameters parameters;
    final MlpPass pass;
    final float[] inputs = new float[BATCH * INPUTS];
    private final BatchNormMode mode;
    private final Matrix input;

    Problem(MatrixBackend backend, NetworkShape.HiddenLayer hiddenLayer, BatchNormMode mode) {
      this.mode = mode;
      input = backend.matrix(BATCH, INPUTS);
      parameters =
          new MlpParameters(
              backend, new NetworkShape(INPUTS, List.of(9, 10), OUTPUTS, hiddenLayer));
      float[] values = new float[parameters.memory.length()];
      fill(values);
      parameters.memory.write(0, values, 0, values.length);
      pass = new MlpPass(backend, parameters, input, new MlpPass.Options(1e-3, 0.2, mode));
      pass.drawDropout(random);
      fill(inputs);
      fill(pass.outputGradient);
    }

    private void fill(float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextUniform(-1, 1);
      }
    }

    double loss() {
      input.write(inputs);
      for (RunningStatistics statistics : parameters.statistics) {
        boolean atBounds = mode.equals(RENORMALIZING);
        Arrays.fill(statistics.mean, atBounds ? 9 : 0.3f);
        Arrays.fill(statistics.variance, atBounds ? 1e-6f : 0.7f);
      }
      pass.forward();
      double sum = 0;
      for (int i = 0; i < pass.output.length; i++) {
        sum += (double) pass.output[i] * pass.outputGradient[i];
      }
      return sum;
    }
  }
}
