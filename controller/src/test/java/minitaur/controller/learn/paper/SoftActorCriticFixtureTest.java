package minitaur.controller.learn.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares complete updates with an independent autograd implementation; each file in the resource
 * folder is a case.
 */
class SoftActorCriticFixtureTest {
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> matchesReferenceUpdates() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/sac"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("sac-update.*\\.json"))
          .sorted()
          .toList()
          .stream()
          .flatMap(
              file ->
                  Stream.of(MatrixBackend.values())
                      .flatMap(
                          backend ->
                              Stream.of(1, 2)
                                  .map(
                                      threads ->
                                          DynamicTest.dynamicTest(
                                              file.getFileName() + " " + backend + " " + threads,
                                              () -> runFixture(file, backend, threads)))));
    }
  }

  private static void runFixture(Path file, MatrixBackend backend, int threads) throws IOException {
    JsonNode fixture = new ObjectMapper().readTree(file.toFile());
    int stateSize = fixture.get("obs").asInt();
    int actionSize = fixture.get("act").asInt();
    int batchSize = fixture.get("batch").asInt();
    PaperSettings settings =
        new PaperSettings(
            batchSize,
            fixture.get("hidden").asInt(),
            new PaperSettings.Update(
                fixture.get("learning_rate").asDouble(),
                fixture.get("gamma").asDouble(),
                fixture.get("tau").asDouble(),
                fixture.get("target_entropy").asDouble() / actionSize,
                true,
                Math.exp(fixture.get("initial").get("log_alpha").asDouble()),
                false),
            1000,
            0,
            1,
            false);
    try (TwoThreadExecutor workers = new TwoThreadExecutor(threads)) {
      SoftActorCritic learner =
          new SoftActorCritic(
              settings,
              new LearnerContext(
                  new EnvironmentSpec("oracle", stateSize, actionSize, 1, 1, null),
                  backend,
                  workers,
                  0));
      JsonNode initial = fixture.get("initial");
      load(initial.get("policy"), learner.policy);
      load(initial.get("q1"), learner.q1.parameters);
      load(initial.get("q2"), learner.q2.parameters);
      learner.q1.target.set(learner.q1.parameters);
      learner.q2.target.set(learner.q2.parameters);

      TransitionBatch batch = new TransitionBatch(batchSize, stateSize, actionSize);
      for (JsonNode step : fixture.get("steps")) {
        load(step.get("batch").get("observations"), batch.states);
        load(step.get("batch").get("actions"), batch.actions);
        load(step.get("batch").get("rewards"), batch.rewards);
        load(step.get("batch").get("next_observations"), batch.nextStates);
        load(step.get("batch").get("discount"), batch.discounts);
        load(step.get("noise_next"), learner.nextSample.noise);
        load(step.get("noise_policy"), learner.sample.noise);
        learner.updateWithNoise(batch);
        LearnerMetrics metrics = learner.metrics();

        JsonNode expected = step.get("expect");
        assertClose("target", expected.get("target"), learner.target);
        assertClose("q1 loss", expected.get("q1_loss"), metrics.value("q1_loss"));
        assertClose("q2 loss", expected.get("q2_loss"), metrics.value("q2_loss"));
        assertClose("policy loss", expected.get("policy_loss"), metrics.value("policy_loss"));
        assertClose(
            "temperature loss",
            expected.get("temperature_loss"),
            metrics.value("temperature_loss"));
        assertClose("alpha", expected.get("alpha_after"), metrics.value("temperature"));
        if (expected.has("policy_gradient")) {
          assertClose("policy gradient", expected.get("policy_gradient"), learner.policyGradient);
        }
      }
      JsonNode finalState = fixture.get("final");
      assertClose("policy", finalState.get("policy"), learner.policy);
      assertClose("q1", finalState.get("q1"), learner.q1.parameters);
      assertClose("q2", finalState.get("q2"), learner.q2.parameters);
      assertClose("target q1", finalState.get("target_q1"), learner.q1.target);
      assertClose("target q2", finalState.get("target_q2"), learner.q2.target);
      assertClose("log alpha", finalState.get("log_alpha"), learner.temperature.logAlpha());
    }
  }

  private static void load(JsonNode layers, MlpParameters parameters) {
    load(layers.get("w1"), parameters.weights.get(0));
    load(layers.get("b1"), parameters.biases.get(0));
    load(layers.get("w2"), parameters.weights.get(1));
    load(layers.get("b2"), parameters.biases.get(1));
    load(layers.get("w3"), parameters.weights.get(2));
    load(layers.get("b3"), parameters.biases.get(2));
  }

  private static void load(JsonNode numbers, Matrix matrix) {
    float[] values = new float[matrix.rows * matrix.columns];
    load(numbers, values);
    matrix.write(values);
  }

  private static void load(JsonNode numbers, float[] values) {
    assertThat(numbers.size()).isEqualTo(values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.get(i).asDouble();
    }
  }

  private static void assertClose(String name, JsonNode layers, MlpParameters parameters) {
    assertClose(name + ".w1", layers.get("w1"), parameters.weights.get(0));
    assertClose(name + ".b1", layers.get("b1"), parameters.biases.get(0));
    assertClose(name + ".w2", layers.get("w2"), parameters.weights.get(1));
    assertClose(name + ".b2", layers.get("b2"), parameters.biases.get(1));
    assertClose(name + ".w3", layers.get("w3"), parameters.weights.get(2));
    assertClose(name + ".b3", layers.get("b3"), parameters.biases.get(2));
  }

  private static void assertClose(String name, JsonNode numbers, Matrix matrix) {
    assertClose(name, numbers, matrix.toArray());
  }

  /** Compares a tensor by its max difference relative to its max absolute value. */
  private static void assertClose(String name, JsonNode numbers, float[] values) {
    double maxExpected = 0;
    double maxDifference = 0;
    for (int i = 0; i < values.length; i++) {
      maxExpected = Math.max(maxExpected, Math.abs(numbers.get(i).asDouble()));
      maxDifference = Math.max(maxDifference, Math.abs(numbers.get(i).asDouble() - values[i]));
    }
    assertThat(maxDifference / maxExpected).as(name).isLessThan(TOLERANCE);
  }

  private static void assertClose(String name, JsonNode number, double value) {
    double expected = number.asDouble();
    assertThat(Math.abs(value - expected) / Math.abs(expected)).as(name).isLessThan(TOLERANCE);
  }
}
