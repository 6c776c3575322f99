package minitaur.controller.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import org.junit.jupiter.api.DynamicTest;

/**
 * Reference updates of an independent autograd implementation. Each file in the folder is a case
 * for the learner whose settings it contains, on both matrix backends, with one and two threads.
 */
public final class LearnerFixture {
  private static final double TOLERANCE = 1e-4;

  /** Content of the file. */
  public final JsonNode json;

  /** Context for creating the learner. */
  public final LearnerContext context;

  /** Number of transitions in a minibatch. */
  public final int batchSize;

  private LearnerFixture(JsonNode json, MatrixBackend backend, TwoThreadExecutor threads) {
    this.json = json;
    batchSize = json.get("batch").asInt();
    context =
        new LearnerContext(
            new EnvironmentSpec("fixture", integer("obs"), integer("act"), 1, 1, null),
            backend,
            threads,
            0);
  }

  /** Runs a learner through all updates of a fixture. */
  @FunctionalInterface
  public interface FixtureRunner {
    /** Fails if the learner differs from the fixture. */
    void run(LearnerFixture fixture);
  }

  /**
   * Test cases of a learner.
   *
   * @param key key that only the files of this learner contain
   */
  public static Stream<DynamicTest> cases(String key, FixtureRunner runner) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/learners"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-update.json"))
          .filter(file -> read(file).has(key))
          .sorted()
          .toList()
          .stream()
          .flatMap(file -> cases(file, runner));
    }
  }

  private static Stream<DynamicTest> cases(Path file, FixtureRunner runner) {
    return Stream.of(MatrixBackend.values())
        .flatMap(
            backend ->
                Stream.of(1, 2)
                    .map(
                        threads ->
                            DynamicTest.dynamicTest(
                                file.getFileName() + " " + backend + " " + threads,
                                () -> {
                                  try (TwoThreadExecutor workers = new TwoThreadExecutor(threads)) {
                                    runner.run(new LearnerFixture(read(file), backend, workers));
                                  }
                                })));
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Integer of the file. */
  public int integer(String key) {
    return json.get(key).asInt();
  }

  /** Number of the file. */
  public double number(String key) {
    return json.get(key).asDouble();
  }

  /** Creates a batch for {@link #load}. */
  public TransitionBatch newBatch() {
    return new TransitionBatch(batchSize, integer("obs"), integer("act"));
  }

  /**
   * Reads the minibatch of a step.
   *
   * @param batch Modified.
   */
  public static void load(JsonNode step, TransitionBatch batch) {
    load(step.get("batch").get("observations"), batch.states);
    load(step.get("batch").get("actions"), batch.actions);
    load(step.get("batch").get("rewards"), batch.rewards);
    load(step.get("batch").get("next_observations"), batch.nextStates);
    load(step.get("batch").get("discount"), batch.discounts);
  }

  /** Sets dense layers, and normalizations if present. */
  public static void load(JsonNode network, MlpParameters parameters) {
    JsonNode layers = network.isArray() ? network : network.get("layers");
    for (int i = 0; i < parameters.weights.size(); i++) {
      load(layers.get(i).get("w"), parameters.weights.get(i));
      load(layers.get(i).get("b"), parameters.biases.get(i));
    }
    for (int i = 0; i < parameters.gains.size(); i++) {
      load(network.get("norms").get(i).get("gamma"), parameters.gains.get(i));
      load(network.get("norms").get(i).get("beta"), parameters.offsets.get(i));
    }
  }

  private static void load(JsonNode numbers, Matrix matrix) {
    matrix.write(floats(numbers));
  }

  /** Sets an array. */
  public static void load(JsonNode numbers, float[] values) {
    assertThat(numbers.size()).isEqualTo(values.length);
    System.arraycopy(floats(numbers), 0, values, 0, values.length);
  }

  /** Returns the numbers in a new array. */
  public static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.get(i).asDouble();
    }
    return values;
  }

  /** Compares dense layers, and normalizations if present. */
  public static void assertClose(String name, JsonNode network, MlpParameters parameters) {
    JsonNode layers = network.isArray() ? network : network.get("layers");
    for (int i = 0; i < parameters.weights.size(); i++) {
      assertClose(name + " w" + i, layers.get(i).get("w"), parameters.weights.get(i).toArray());
      assertClose(name + " b" + i, layers.get(i).get("b"), parameters.biases.get(i).toArray());
    }
    for (int i = 0; i < parameters.gains.size(); i++) {
      JsonNode norm = network.get("norms").get(i);
      assertClose(name + " gain " + i, norm.get("gamma"), parameters.gains.get(i).toArray());
      assertClose(name + " offset " + i, norm.get("beta"), parameters.offsets.get(i).toArray());
    }
  }

  /** Compares a tensor by its max difference relative to its max absolute value. */
  public static void assertClose(String name, JsonNode numbers, float[] values) {
    assertThat(numbers.size()).as(name).isEqualTo(values.length);
    double maxExpected = 0;
    double maxDifference = 0;
    for (int i = 0; i < values.length; i++) {
      maxExpected = Math.max(maxExpected, Math.abs(numbers.get(i).asDouble()));
      maxDifference = Math.max(maxDifference, Math.abs(numbers.get(i).asDouble() - values[i]));
    }
    assertThat(maxDifference / maxExpected).as(name).isLessThan(TOLERANCE);
  }

  /** Compares a number. */
  public static void assertClose(String name, JsonNode number, double value) {
    double expected = number.asDouble();
    assertThat(Math.abs(value - expected) / Math.abs(expected)).as(name).isLessThan(TOLERANCE);
  }
}
