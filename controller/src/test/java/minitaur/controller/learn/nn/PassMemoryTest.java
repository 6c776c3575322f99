package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PassMemoryTest {
  private static final int BATCH = 7;
  private static final MlpPass.Options OPTIONS = new MlpPass.Options(1e-3, 0.2);

  private final RandomStream random = RandomStream.of(5, "memory");

  static Stream<Arguments> networks() {
    return Stream.of(MatrixBackend.fastest(), MatrixBackend.EJML)
        .flatMap(
            backend ->
                Stream.of(NetworkShape.HiddenLayer.values())
                    .map(layer -> Arguments.of(backend, layer)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void passesInTheSameMemoryComputeWhatTheyComputeInTheirOwn(
      MatrixBackend backend, NetworkShape.HiddenLayer hiddenLayer) {
    NetworkShape shape = new NetworkShape(4, List.of(9, 6), 2, hiddenLayer);
    PassMemory shared = new PassMemory(backend, shape, BATCH);
    Network first = new Network(backend, shape);
    Network second = new Network(backend, shape);
    MlpPass[] apart = {
      new MlpPass(backend, first.parameters, first.input, OPTIONS),
      new MlpPass(backend, second.parameters, second.input, OPTIONS)
    };
    MlpPass[] together = {
      new MlpPass(shared, first.parameters, first.input, OPTIONS),
      new MlpPass(shared, second.parameters, second.input, OPTIONS)
    };

    float[][] expected = {gradient(apart[0], first), gradient(apart[1], second)};
    together[1].forward();
    float[][] actual = {gradient(together[0], first), gradient(together[1], second)};

    assertThat(actual).isDeepEqualTo(expected);
    assertThat(together[0].output).isEqualTo(apart[0].output);
    assertThat(together[1].output).isEqualTo(apart[1].output);
  }

  private static float[] gradient(MlpPass pass, Network network) {
    MlpParameters gradient = new MlpParameters(network.backend, network.parameters.shape);
    pass.forward();
    Arrays.fill(pass.outputGradient, 0.3f);
    pass.backward(gradient);
    return gradient.toArray();
  }

  @Test
  void aPassWhoseValuesAreOverwrittenIsNotPropagatedBack() {
    NetworkShape shape = new NetworkShape(4, List.of(5), 1, NetworkShape.HiddenLayer.PLAIN);
    PassMemory shared = new PassMemory(MatrixBackend.EJML, shape, BATCH);
    Network network = new Network(MatrixBackend.EJML, shape);
    MlpPass first = new MlpPass(shared, network.parameters, network.input, OPTIONS);
    MlpPass second = new MlpPass(shared, network.parameters, network.input, OPTIONS);
    first.forward();
    second.forward();

    assertThatIllegalStateException()
        .isThrownBy(() -> first.backward(new MlpParameters(MatrixBackend.EJML, shape)))
        .withMessageContaining("overwritten");
  }

  @Test
  void aBatchOfAnotherSizeIsRejected() {
    NetworkShape shape = new NetworkShape(4, List.of(5), 1, NetworkShape.HiddenLayer.PLAIN);
    PassMemory memory = new PassMemory(MatrixBackend.EJML, shape, BATCH + 1);
    Network network = new Network(MatrixBackend.EJML, shape);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MlpPass(memory, network.parameters, network.input, OPTIONS))
        .withMessageContaining("batch of 7");
  }

  /** Random parameters and inputs. */
  private final class Network {
    final MatrixBackend backend;
    final MlpParameters parameters;
    final Matrix input;

    Network(MatrixBackend backend, NetworkShape shape) {
      this.backend = backend;
      parameters = new MlpParameters(backend, shape);
      parameters.initByFanIn(random);
      input = backend.matrix(BATCH, shape.inputs());
      float[] values = new float[BATCH * shape.inputs()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextUniform(-1, 1);
      }
      input.write(values);
    }
  }
}
