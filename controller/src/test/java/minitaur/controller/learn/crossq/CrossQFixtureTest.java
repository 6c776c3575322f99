package minitaur.controller.learn.crossq;

import static minitaur.controller.learn.LearnerFixture.close;
import static minitaur.controller.learn.LearnerFixture.floats;
import static minitaur.controller.learn.LearnerFixture.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.LearnerFixture;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.layernorm.RateSettings;
import minitaur.controller.learn.nn.LayerParameters;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.RunningStatistics;
import minitaur.controller.learn.policy.SquashedGaussianPolicy;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares updates with an independent autograd implementation. */
class CrossQFixtureTest {
  @TestFactory
  Stream<DynamicTest> followsFixture() throws IOException {
    return LearnerFixture.cases("renorm_warm_up", CrossQFixtureTest::follow);
  }

  private static void follow(LearnerFixture fixture) {
    boolean targets = fixture.json.get("targets").asBoolean();
    double rate = fixture.number("learning_rate");
    CrossQ learner =
        new CrossQ(
            new CrossQSettings(
                fixture.batchSize,
                fixture.integer("hidden"),
                1,
                new ExperienceSettings(0, 1, 1000),
                false,
                new NormalizationSettings(
                    fixture.json.get("renorm").asBoolean(),
                    fixture.integer("renorm_warm_up"),
                    fixture.json.get("weight_norm").asBoolean(),
                    targets,
                    targets ? fixture.number("tau") : 1),
                new UpdateSettings(
                    new RateSettings(rate, rate, 1),
                    fixture.number("adam_b1"),
                    fixture.number("gamma"),
                    fixture.number("target_entropy") / fixture.integer("act"),
                    fixture.number("alpha_start"),
                    fixture.integer("policy_delay"))),
            fixture.context);
    JsonNode initial = fixture.json.get("initial");
    List<Critic> critics = List.of(learner.q1(), learner.q2());
    load(initial.get("policy"), learner.policy());
    for (int i = 0; i < 2; i++) {
      Critic critic = critics.get(i);
      load(initial.get("q" + (i + 1)), critic.parameters);
      if (critic.target != null) {
        critic.target.set(critic.parameters);
      }
    }
    TransitionBatch batch = fixture.newBatch();
    for (JsonNode step : fixture.json.get("steps")) {
      load(step, batch);
      learner.setNoise(floats(step.get("noise_next")), floats(step.get("noise_policy")));
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
    JsonNode last = fixture.json.get("final");
    closeNetwork("policy", last.get("policy"), learner.policy());
    for (int i = 0; i < 2; i++) {
      Critic critic = critics.get(i);
      closeNetwork("q" + (i + 1), last.get("q" + (i + 1)), critic.parameters);
      if (critic.target != null) {
        closeNetwork("target q" + (i + 1), last.get("target_q" + (i + 1)), critic.target);
      }
    }
    close("log alpha", last.get("log_alpha"), learner.temperature().logAlpha());
    assertFoldedPolicyActsLikeTheNormalizingOne(fixture.json.get("folded"), learner);
  }

  private static double value(CrossQ learner, String metric) {
    return learner.metrics().value(metric);
  }

  private static void closeNetwork(String name, JsonNode network, LayerParameters parameters) {
    close(name, network, parameters);
    for (int i = 0; i < parameters.statistics.size(); i++) {
      RunningStatistics statistics = parameters.statistics.get(i);
      JsonNode norm = network.get("norms").get(i);
      close(name + " mean " + i, norm.get("mean"), statistics.mean);
      close(name + " variance " + i, norm.get("variance"), statistics.variance);
    }
  }

  private static void assertFoldedPolicyActsLikeTheNormalizingOne(JsonNode folded, CrossQ learner) {
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyActing(values);
    SquashedGaussianPolicy policy =
        new SquashedGaussianPolicy(MatrixBackend.EJML, learner.policySpec(), null);
    policy.set(1, values);
    float[] states = floats(folded.get("observations"));
    float[] means = floats(folded.get("mean"));
    int stateSize = learner.policySpec().inputs();
    float[] action = new float[learner.policySpec().actions()];
    for (int row = 0; row < states.length / stateSize; row++) {
      policy.act(Arrays.copyOfRange(states, row * stateSize, (row + 1) * stateSize), action);
      for (int i = 0; i < action.length; i++) {
        assertThat((double) action[i])
            .isCloseTo(Math.tanh(means[row * action.length + i]), within(1e-4));
      }
    }
  }
}
