package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientClipTest {
  /** The first array is longer than the processed pieces. */
  private static final int LENGTH = Adam.CHUNK_SIZE + 904;

  @ParameterizedTest
  @EnumSource
  void clipsNormOverAllMemories(MatrixBackend backend) {
    FloatMemory first = memory(backend, LENGTH, 0.1f);
    FloatMemory second = memory(backend, 1, 5);
    double norm = Math.sqrt(LENGTH * 0.01 + 25);
    assertThat(new GradientClip(norm / 2, first, second).clip()).isCloseTo(norm, within(1e-4));
    assertThat(read(first)).containsOnly(0.05f);
    assertThat(read(second)).containsExactly(2.5f);
  }

  @ParameterizedTest
  @EnumSource
  void keepsGradientBelowMaxNorm(MatrixBackend backend) {
    FloatMemory gradient = memory(backend, 3, 0.1f);
    new GradientClip(0.5, gradient).clip();
    assertThat(read(gradient)).containsOnly(0.1f);
  }

  private static FloatMemory memory(MatrixBackend backend, int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    FloatMemory memory = backend.allocate(length);
    memory.write(0, values, 0, length);
    return memory;
  }

  private static float[] read(FloatMemory memory) {
    float[] values = new float[memory.length()];
    memory.read(0, values, 0, values.length);
    return values;
  }
}
