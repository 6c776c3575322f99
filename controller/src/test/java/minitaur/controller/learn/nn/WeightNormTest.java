package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class WeightNormTest {
  @Test
  void normalizesHiddenUnitsAndKeepsOutputLayer() {
    MlpParameters parameters =
        new MlpParameters(
            MatrixBackend.EJML,
            new NetworkShape(4, List.of(6, 5), 2, NetworkShape.HiddenLayer.BATCH_NORM));
    RandomStream random = RandomStream.of(1, "weights");
    float[] values = new float[parameters.memory.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-2, 2);
    }
    parameters.memory.write(0, values, 0, values.length);
    float[] outputs = parameters.weights.get(2).toArray();
    float[] gains = parameters.gains.get(1).toArray();
    float[] before = parameters.weights.get(0).toArray();
    new WeightNorm(parameters).project();
    for (int layer = 0; layer < 2; layer++) {
      float[] weights = parameters.weights.get(layer).toArray();
      float[] biases = parameters.biases.get(layer).toArray();
      int inputs = weights.length / biases.length;
      for (int unit = 0; unit < biases.length; unit++) {
        double squares = biases[unit] * biases[unit];
        for (int i = 0; i < inputs; i++) {
          squares += weights[unit * inputs + i] * weights[unit * inputs + i];
        }
        assertThat(squares).isCloseTo(1, within(1e-6));
      }
    }
    float[] after = parameters.weights.get(0).toArray();
    assertThat(after[1] / after[0]).isCloseTo(before[1] / before[0], within(1e-5f));
    assertThat(parameters.weights.get(2).toArray()).isEqualTo(outputs);
    assertThat(parameters.gains.get(1).toArray()).isEqualTo(gains);
  }
}
