package minitaur.controller.learn.ppo;

import static minitaur.controller.learn.LearnerFixture.assertClose;
import static minitaur.controller.learn.LearnerFixture.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Stream;
import minitaur.controller.learn.LearnerFixture;
import minitaur.controller.learn.TransitionBatch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares advantages and updates with an independent autograd implementation. */
class PpoFixtureTest {
  @TestFactory
  Stream<DynamicTest> matchesReferenceUpdates() throws IOException {
    return LearnerFixture.cases("lambda", PpoFixtureTest::runFixture);
  }

  private static void runFixture(LearnerFixture fixture) {
    JsonNode initial = fixture.json.get("initial");
    UpdateSettings update =
        new UpdateSettings(
            fixture.number("learning_rate"),
            1,
            fixture.number("gamma"),
            fixture.number("lambda"),
            fixture.number("clip"),
            0.5);
    int hidden = fixture.integer("hidden");
    Ppo estimator =
        new Ppo(
            new PpoSettings(
                fixture.integer("horizon"), fixture.integer("horizon"), hidden, 0, update),
            fixture.context);
    load(initial.get("value"), estimator.value);
    estimator.estimateAdvantages(rollout(fixture));
    JsonNode estimates = fixture.json.get("rollout").get("expect");
    assertClose("values", estimates.get("values"), estimator.rolloutValuePass.output);
    assertClose("advantages", estimates.get("advantages"), estimator.rolloutAdvantages);
    assertClose("returns", estimates.get("returns"), estimator.rolloutReturns);

    Ppo learner =
        new Ppo(
            new PpoSettings(fixture.batchSize, fixture.batchSize, hidden, 0, update),
            fixture.context);
    load(initial.get("policy"), learner.policy);
    load(initial.get("value"), learner.value);
    for (JsonNode step : fixture.json.get("steps")) {
      JsonNode batch = step.get("batch");
      load(batch.get("observations"), learner.stateRows);
      load(batch.get("actions"), learner.actions);
      load(batch.get("advantages"), learner.advantages);
      load(batch.get("returns"), learner.returns);
      load(batch.get("old_log_likelihood"), learner.oldLogLikelihood);
      learner.step();
      JsonNode expected = step.get("expect");
      assertClose("policy loss", expected.get("policy_loss"), learner.policyLoss);
      assertClose("value loss", expected.get("value_loss"), learner.valueLoss);
      assertClose("gradient norm", expected.get("gradient_norm"), learner.gradientNorm);
    }
    JsonNode finalState = fixture.json.get("final");
    assertClose("policy", finalState.get("policy"), learner.policy);
    assertClose("value", finalState.get("value"), learner.value);
    float[] logSigma = new float[fixture.integer("act")];
    learner.logSigma.read(0, logSigma, 0, logSigma.length);
    assertClose("log sigma", finalState.get("log_std"), logSigma);
  }

  private static TransitionBatch rollout(LearnerFixture fixture) {
    JsonNode json = fixture.json.get("rollout");
    TransitionBatch rollout =
        new TransitionBatch(
            fixture.integer("horizon"), fixture.integer("obs"), fixture.integer("act"));
    load(json.get("observations"), rollout.states);
    load(json.get("next_observations"), rollout.nextStates);
    load(json.get("rewards"), rollout.rewards);
    for (int row = 0; row < rollout.size; row++) {
      rollout.discounts[row] = 1 - (float) json.get("end").get(row).asDouble();
    }
    return rollout;
  }
}
