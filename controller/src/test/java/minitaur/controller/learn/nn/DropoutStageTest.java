package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class DropoutStageTest {
  private static final double RATE = 0.2;
  private static final int UNITS = 10;

  @Test
  void dropsEachValueIndependentlyWithItsProbability() {
    DropoutStage stage = new DropoutStage(2 * RowStage.ROWS, UNITS, RATE);
    RandomStream random = RandomStream.of(0, "dropout");
    float[] values = new float[RowStage.ROWS * UNITS];
    int draws = 2000;
    int dropped = 0;
    int firstDropped = 0;
    int bothDropped = 0;
    for (int draw = 0; draw < draws; draw++) {
      stage.draw(random);
      for (int block = 0; block < 2; block++) {
        Arrays.fill(values, 1);
        stage.forward(block, values);
        for (int i = 0; i < values.length; i++) {
          assertThat(values[i]).isIn(0f, 1.25f);
          dropped += values[i] == 0 ? 1 : 0;
          bothDropped += i > 0 && values[i] == 0 && values[i - 1] == 0 ? 1 : 0;
        }
        firstDropped += values[0] == 0 ? 1 : 0;
      }
    }
    double count = 2.0 * draws * values.length;
    double pairs = 2.0 * draws * (values.length - 1);
    assertThat(dropped / count).isCloseTo(RATE, within(0.005));
    assertThat(bothDropped / pairs).isCloseTo(RATE * RATE, within(0.005));
    assertThat(firstDropped / (2.0 * draws)).isCloseTo(RATE, within(0.03));
  }

  @Test
  void dropsTheDerivativesOfDroppedValues() {
    DropoutStage stage = new DropoutStage(RowStage.ROWS, UNITS, RATE);
    stage.draw(RandomStream.of(0, "dropout"));
    float[] values = new float[RowStage.ROWS * UNITS];
    float[] gradient = new float[values.length];
    Arrays.fill(values, 1);
    Arrays.fill(gradient, 1);
    stage.forward(0, values);
    stage.backward(0, gradient);
    assertThat(gradient).isEqualTo(values).contains(0);
  }
}
