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
import minitaur.controller.learn.nn.NetworkParameters;
import minitaur.controller.learn.nn.TwoThreads;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares whole updates with an independent autograd implementation; each file in the resource
 * folder is a case.
 */
class OracleTest {
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> followsTheOracle() throws IOException {
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
                                              () -> follow(file, backend, threads)))));
    }
  }

  private static void follow(Path file, MatrixBackend backend, int threads) throws IOException {
    JsonNode oracle = new ObjectMapper().readTree(file.toFile());
    int observation = oracle.get("obs").asInt();
    int action = oracle.get("act").asInt();
    int size = oracle.get("batch").asInt();
    PaperSettings settings =
        new PaperSettings(
            size,
            oracle.get("hidden").asInt(),
            new PaperSettings.Update(
                oracle.get("learning_rate").asDouble(),
                oracle.get("gamma").asDouble(),
                oracle.get("tau").asDouble(),
                oracle.get("target_entropy").asDouble() / action,
                true,
                Math.exp(oracle.get("initial").get("log_alpha").asDouble())),
            1000,
            0,
            1,
            false);
    try (TwoThreads both = new TwoThreads(threads)) {
      SoftActorCritic learner =
          new SoftActorCritic(
              settings,
              new LearnerContext(
                  new EnvironmentSpec("oracle", observation, action, 1, 1, null),
                  backend,
                  both,
                  0));
      JsonNode initial = oracle.get("initial");
      load(initial.get("policy"), learner.policy());
      load(initial.get("q1"), learner.q1().parameters);
      load(initial.get("q2"), learner.q2().parameters);
      learner.q1().target.set(learner.q1().parameters);
      learner.q2().target.set(learner.q2().parameters);

      TransitionBatch batch = new TransitionBatch(size, observation, action);
      for (JsonNode step : oracle.get("steps")) {
        load(step.get("batch").get("observations"), batch.states);
        load(step.get("batch").get("actions"), batch.actions);
        load(step.get("batch").get("rewards"), batch.rewards);
        load(step.get("batch").get("next_observations"), batch.nextStates);
        load(step.get("batch").get("discount"), batch.discounts);
        load(step.get("noise_next"), learner.nextSample().noise);
        load(step.get("noise_policy"), learner.sample().noise);
        learner.updateWithNoise(batch);
        LearnerMetrics metrics = learner.metrics();

        JsonNode expected = step.get("expect");
        close("target", expected.get("target"), learner.target());
        close("q1 loss", expected.get("q1_loss"), metrics.value("q1_loss"));
        close("q2 loss", expected.get("q2_loss"), metrics.value("q2_loss"));
        close("policy loss", expected.get("policy_loss"), metrics.value("policy_loss"));
        close(
            "temperature loss",
            expected.get("temperature_loss"),
            metrics.value("temperature_loss"));
        close("alpha", expected.get("alpha_after"), metrics.value("temperature"));
        if (expected.has("policy_gradient")) {
          close("policy gradient", expected.get("policy_gradient"), learner.policyGradient());
        }
      }
      JsonNode last = oracle.get("final");
      close("policy", last.get("policy"), learner.policy());
      close("q1", last.get("q1"), learner.q1().parameters);
      close("q2", last.get("q2"), learner.q2().parameters);
      close("target q1", last.get("target_q1"), learner.q1().target);
      close("target q2", last.get("target_q2"), learner.q2().target);
      close("log alpha", last.get("log_alpha"), learner.temperature().logAlpha());
    }
  }

  private static void load(JsonNode layers, NetworkParameters parameters) {
    load(layers.get("w1"), parameters.w1);
    load(layers.get("b1"), parameters.b1);
    load(layers.get("w2"), parameters.w2);
    load(layers.get("b2"), parameters.b2);
    load(layers.get("w3"), parameters.w3);
    load(layers.get("b3"), parameters.b3);
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

  private static void close(String name, JsonNode layers, NetworkParameters parameters) {
    close(name + ".w1", layers.get("w1"), parameters.w1);
    close(name + ".b1", layers.get("b1"), parameters.b1);
    close(name + ".w2", layers.get("w2"), parameters.w2);
    close(name + ".b2", layers.get("b2"), parameters.b2);
    close(name + ".w3", layers.get("w3"), parameters.w3);
    close(name + ".b3", layers.get("b3"), parameters.b3);
  }

  private static void close(String name, JsonNode numbers, Matrix matrix) {
    close(name, numbers, matrix.toArray());
  }

  /** Compares a tensor by its max difference relative to its max absolute value. */
  private static void close(String name, JsonNode numbers, float[] values) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(numbers.get(i).asDouble()));
      difference = Math.max(difference, Math.abs(numbers.get(i).asDouble() - values[i]));
    }
    assertThat(difference / largest).as(name).isLessThan(TOLERANCE);
  }

  private static void close(String name, JsonNode number, double value) {
    double expected = number.asDouble();
    assertThat(Math.abs(value - expected) / Math.abs(expected)).as(name).isLessThan(TOLERANCE);
  }
}
