package minitaur.controller.learn.layernorm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.LayerParameters;
import minitaur.controller.learn.nn.Matrix;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Updates against an independent autograd implementation; every file with a layer normalization in
 * the folder is a case.
 */
class LearnerFixtureTest {
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> followsFixture() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/learners"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-update.json"))
          .filter(file -> read(file).has("layer_norm_epsilon"))
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
                                              () -> follow(read(file), backend, threads)))));
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void follow(JsonNode fixture, MatrixBackend backend, int threads) {
    int observation = fixture.get("obs").asInt();
    int action = fixture.get("act").asInt();
    int size = fixture.get("batch").asInt();
    int hidden = fixture.get("hidden").asInt();
    boolean dropout = fixture.get("steps").get(0).has("masks");
    JsonNode average = fixture.get("policy_average");
    boolean averages = average != null && average.isNumber();
    LayerNormSac.Recipe recipe =
        new LayerNormSac.Recipe(
            size,
            hidden,
            new UpdateSettings(
                new RateSettings(
                    fixture.get("learning_rate").asDouble(),
                    fixture.get("learning_rate_end").asDouble(),
                    fixture.get("learning_rate_updates").asLong()),
                fixture.get("gamma").asDouble(),
                fixture.get("tau").asDouble(),
                fixture.get("target_entropy").asDouble() / action,
                fixture.get("alpha_start").asDouble(),
                fixture.get("policy_delay").asInt(),
                averages ? average.asDouble() : 0),
            fixture.get("layer_norm_epsilon").asDouble(),
            dropout ? 0.01 : 0,
            dropout ? 1 : 0.5);
    try (TwoThreads both = new TwoThreads(threads)) {
      LayerNormSac learner =
          new LayerNormSac(
              recipe,
              new LearnerContext(
                  new EnvironmentSpec("fixture", observation, action, 1, 1, null),
                  backend,
                  both,
                  0));
      JsonNode initial = fixture.get("initial");
      load(initial.get("policy"), learner.policy());
      learner.averagedPolicy().set(learner.policy());
      loadCritic(initial.get("q1"), learner.q1().parameters);
      loadCritic(initial.get("q2"), learner.q2().parameters);
      learner.q1().target.set(learner.q1().parameters);
      learner.q2().target.set(learner.q2().parameters);
      TransitionBatch batch = new TransitionBatch(size, observation, action);
      for (JsonNode step : fixture.get("steps")) {
        load(step.get("batch").get("observations"), batch.states);
        load(step.get("batch").get("actions"), batch.actions);
        load(step.get("batch").get("rewards"), batch.rewards);
        load(step.get("batch").get("next_observations"), batch.nextStates);
        load(step.get("batch").get("discount"), batch.discounts);
        learner.setNoise(floats(step.get("noise_next")), floats(step.get("noise_policy")));
        if (dropout) {
          loadMasks(step.get("masks"), learner);
        }
        learner.updateWithNoise(batch);
        JsonNode expected = step.get("expect");
        close("target", expected.get("target"), learner.target());
        close("q1 loss", expected.get("q_losses").get(0), learner.q1().loss);
        close("q2 loss", expected.get("q_losses").get(1), learner.q2().loss);
        if (expected.has("policy_loss")) {
          close("policy loss", expected.get("policy_loss"), value(learner, "policy_loss"));
          close("temperature", expected.get("alpha_after"), value(learner, "temperature"));
          close(
              "temperature loss",
              expected.get("temperature_loss"),
              value(learner, "temperature_loss"));
        }
      }
      JsonNode last = fixture.get("final");
      close("policy", last.get("policy"), learner.policy());
      closeCritic("q1", last.get("q1"), learner.q1().parameters);
      closeCritic("q2", last.get("q2"), learner.q2().parameters);
      closeCritic("target q1", last.get("target_q1"), learner.q1().target);
      closeCritic("target q2", last.get("target_q2"), learner.q2().target);
      close("log alpha", last.get("log_alpha"), learner.temperature().logAlpha());
      if (averages) {
        close("averaged policy", last.get("averaged_policy"), learner.averagedPolicy());
      }
    }
  }

  private static double value(LayerNormSac learner, String metric) {
    return learner.metrics().value(metric);
  }

  /** Target critics, then critics at stored actions, then at sampled ones; two layers each. */
  private static void loadMasks(JsonNode masks, LayerNormSac learner) {
    int k = 0;
    for (var pass :
        List.of(
            learner.q1().nextPass,
            learner.q2().nextPass,
            learner.q1().dataPass,
            learner.q2().dataPass,
            learner.q1().policyPass,
            learner.q2().policyPass)) {
      for (int layer = 0; layer < 2 && k < masks.size(); layer++, k++) {
        boolean[] keep = new boolean[masks.get(k).size()];
        for (int i = 0; i < keep.length; i++) {
          keep[i] = masks.get(k).get(i).asDouble() > 0;
        }
        pass.setDropout(layer, keep);
      }
    }
  }

  private static void loadCritic(JsonNode critic, LayerParameters parameters) {
    load(critic.get("layers"), parameters);
    for (int i = 0; i < parameters.gains.size(); i++) {
      load(critic.get("norms").get(i).get("gamma"), parameters.gains.get(i));
      load(critic.get("norms").get(i).get("beta"), parameters.offsets.get(i));
    }
  }

  private static void load(JsonNode layers, LayerParameters parameters) {
    for (int i = 0; i < parameters.weights.size(); i++) {
      load(layers.get(i).get("w"), parameters.weights.get(i));
      load(layers.get(i).get("b"), parameters.biases.get(i));
    }
  }

  private static void load(JsonNode numbers, Matrix matrix) {
    matrix.write(floats(numbers));
  }

  private static void load(JsonNode numbers, float[] values) {
    System.arraycopy(floats(numbers), 0, values, 0, values.length);
  }

  private static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.get(i).asDouble();
    }
    return values;
  }

  private static void closeCritic(String name, JsonNode critic, LayerParameters parameters) {
    close(name, critic.get("layers"), parameters);
    for (int i = 0; i < parameters.gains.size(); i++) {
      JsonNode norm = critic.get("norms").get(i);
      close(name + " gain " + i, norm.get("gamma"), parameters.gains.get(i).toArray());
      close(name + " offset " + i, norm.get("beta"), parameters.offsets.get(i).toArray());
    }
  }

  private static void close(String name, JsonNode layers, LayerParameters parameters) {
    for (int i = 0; i < parameters.weights.size(); i++) {
      close(name + " w" + i, layers.get(i).get("w"), parameters.weights.get(i).toArray());
      close(name + " b" + i, layers.get(i).get("b"), parameters.biases.get(i).toArray());
    }
  }

  /** The largest difference relative to the largest number: a tensor is one quantity. */
  private static void close(String name, JsonNode numbers, float[] values) {
    assertThat(numbers.size()).as(name).isEqualTo(values.length);
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
