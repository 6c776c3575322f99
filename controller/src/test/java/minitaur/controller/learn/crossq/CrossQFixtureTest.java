package minitaur.controller.learn.crossq;

import static minitaur.controller.learn.LearnerFixture.assertClose;
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
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpParameters;
import minitaur.controller.learn.nn.RunningStatistics;
import minitaur.controller.learn.policy.NetworkPolicy;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares updates with an independent autograd implementation. */
class CrossQFixtureTest {
  @TestFactory
  Stream<DynamicTest> matchesReferenceUpdates() throws IOException {
    return LearnerFixture.cases("renorm_warm_up", CrossQFixtureTest::runFixture);
  }

  private static void runFixture(LearnerFixture fixture) {
    boolean targetNetworks = fixture.json.get("targets").asBoolean();
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
                    targetNetworks,
                    targetNetworks ? fixture.number("tau") : 1),
                new UpdateSettings(
                    new RateSettings(rate, rate, 1),
                    fixture.number("adam_b1"),
                    fixture.number("gamma"),
                    fixture.number("target_entropy") / fixture.integer("act"),
                    fixture.number("alpha_start"),
                    fixture.integer("policy_delay"))),
            fixture.context);
    JsonNode initial = fixture.json.get("initial");
    List<Critic> critics = List.of(learner.q1, learner.q2);
    load(initial.get("policy"), learner.policy);
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
      load(step.get("noise_next"), learner.nextSample.gaussian.noise);
      load(step.get("noise_policy"), learner.sample.gaussian.noise);
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
    assertNetworkClose("policy", finalState.get("policy"), learner.policy);
    for (int i = 0; i < 2; i++) {
      Critic critic = critics.get(i);
      assertNetworkClose("q" + (i + 1), finalState.get("q" + (i + 1)), critic.parameters);
      if (critic.target != null) {
        assertNetworkClose(
            "target q" + (i + 1), finalState.get("target_q" + (i + 1)), critic.target);
      }
    }
    assertClose("log alpha", finalState.get("log_alpha"), learner.temperature.logAlpha());
    assertFoldedPolicyMatches(fixture.json.get("folded"), learner);
  }

  private static double value(CrossQ learner, String metric) {
    return learner.metrics().value(metric);
  }

  private static void assertNetworkClose(String name, JsonNode network, MlpParameters parameters) {
    assertClose(name, network, parameters);
    for (int i = 0; i < parameters.statistics.size(); i++) {
      RunningStatistics statistics = parameters.statistics.get(i);
      JsonNode norm = network.get("norms").get(i);
      assertClose(name + " mean " + i, norm.get("mean"), statistics.mean);
      assertClose(name + " variance " + i, norm.get("variance"), statistics.variance);
    }
  }

  private static void assertFoldedPolicyMatches(JsonNode folded, CrossQ learner) {
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyActingPolicy(values);
    NetworkPolicy policy = new NetworkPolicy(MatrixBackend.EJML, learner.policySpec(), null);
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
