package minitaur.controller.learn.layernorm;

import static minitaur.controller.learn.LearnerFixture.assertClose;
import static minitaur.controller.learn.LearnerFixture.floats;
import static minitaur.controller.learn.LearnerFixture.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.LearnerFixture;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.droq.DroqSettings;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares updates with an independent autograd implementation. */
class LayerNormSacFixtureTest {
  @TestFactory
  Stream<DynamicTest> matchesReferenceUpdates() throws IOException {
    return LearnerFixture.cases("layer_norm_epsilon", LayerNormSacFixtureTest::runFixture);
  }

  private static void runFixture(LearnerFixture fixture) {
    boolean dropout = fixture.json.get("steps").get(0).has("masks");
    JsonNode average = fixture.json.get("policy_average");
    boolean hasAverage = average != null && average.isNumber();
    UpdateSettings update =
        new UpdateSettings(
            new RateSettings(
                fixture.number("learning_rate"),
                fixture.number("learning_rate_end"),
                fixture.integer("learning_rate_updates")),
            fixture.number("gamma"),
            fixture.number("tau"),
            fixture.number("target_entropy") / fixture.integer("act"),
            fixture.number("alpha_start"),
            fixture.integer("policy_delay"),
            hasAverage ? average.asDouble() : 0);
    ExperienceSettings experience = new ExperienceSettings(0, 1, 1000);
    int hidden = fixture.integer("hidden");
    LearnerSettings settings =
        dropout
            ? new DroqSettings(fixture.batchSize, hidden, 1, experience, false, update)
            : new LayerNormSacSettings(fixture.batchSize, hidden, 1, experience, false, update);
    LayerNormSac learner = (LayerNormSac) settings.create(fixture.context);
    JsonNode initial = fixture.json.get("initial");
    load(initial.get("policy"), learner.policy.parameters);
    learner.policy.target.set(learner.policy.parameters);
    load(initial.get("q1"), learner.q1.parameters);
    load(initial.get("q2"), learner.q2.parameters);
    learner.q1.target.set(learner.q1.parameters);
    learner.q2.target.set(learner.q2.parameters);
    TransitionBatch batch = fixture.newBatch();
    for (JsonNode step : fixture.json.get("steps")) {
      load(step, batch);
      loadNextNoise(floats(step.get("noise_next")), learner);
      load(step.get("noise_policy"), learner.sample.gaussian.noise);
      if (dropout) {
        loadMasks(step.get("masks"), learner);
      }
      learner.updateWithNoise(batch);
      JsonNode expected = step.get("expect");
      assertClose("target", expected.get("target"), learner.target);
      assertClose("q1 loss", expected.get("q_losses").get(0), learner.q1.loss);
      assertClose("q2 loss", expected.get("q_losses").get(1), learner.q2.loss);
      if (expected.has("policy_loss")) {
        assertClose("policy loss", expected.get("policy_loss"), value(learner, "policy_loss"));
        assertClose("temperature", expected.get("alpha_after"), value(learner, "temperature"));
        assertClose(
            "temperature loss",
            expected.get("temperature_loss"),
            value(learner, "temperature_loss"));
      }
    }
    JsonNode finalState = fixture.json.get("final");
    assertClose("policy", finalState.get("policy"), learner.policy.parameters);
    assertClose("q1", finalState.get("q1"), learner.q1.parameters);
    assertClose("q2", finalState.get("q2"), learner.q2.parameters);
    assertClose("target q1", finalState.get("target_q1"), learner.q1.target);
    assertClose("target q2", finalState.get("target_q2"), learner.q2.target);
    assertClose("log alpha", finalState.get("log_alpha"), learner.temperature.logAlpha());
    if (hasAverage) {
      assertClose("averaged policy", finalState.get("averaged_policy"), learner.policy.target);
    }
  }

  private static double value(LayerNormSac learner, String metric) {
    return learner.metrics().value(metric);
  }

  /**
   * Loads the masks of the target critics, then of the critics at stored and at sampled actions;
   * two layers each.
   */
  private static void loadNextNoise(float[] noise, LayerNormSac learner) {
    float[] first = learner.firstHalfNext.gaussian.noise;
    float[] second = learner.secondHalfNext.gaussian.noise;
    System.arraycopy(noise, 0, first, 0, first.length);
    System.arraycopy(noise, first.length, second, 0, second.length);
  }

  private static void loadMasks(JsonNode masks, LayerNormSac learner) {
    int k = 0;
    for (var pass :
        List.of(
            learner.q1.nextPass,
            learner.q2.nextPass,
            learner.q1.dataPass,
            learner.q2.dataPass,
            learner.q1.policyPass,
            learner.q2.policyPass)) {
      for (int layer = 0; layer < 2 && k < masks.size(); layer++, k++) {
        boolean[] keep = new boolean[masks.get(k).size()];
        for (int i = 0; i < keep.length; i++) {
          keep[i] = masks.get(k).get(i).asDouble() > 0;
        }
        pass.setDropout(layer, keep);
      }
    }
  }
}
