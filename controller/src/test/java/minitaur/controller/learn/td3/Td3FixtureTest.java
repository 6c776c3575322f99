package minitaur.controller.learn.td3;

import static minitaur.controller.learn.LearnerFixture.assertClose;
import static minitaur.controller.learn.LearnerFixture.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Stream;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.LearnerFixture;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.ddpg.DdpgSettings;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares updates of TD3 and DDPG with an independent autograd implementation. */
class Td3FixtureTest {
  @TestFactory
  Stream<DynamicTest> matchesReferenceUpdates() throws IOException {
    return LearnerFixture.cases("target_noise_clip", Td3FixtureTest::runFixture);
  }

  private static void runFixture(LearnerFixture fixture) {
    int hidden = fixture.integer("hidden");
    ExperienceSettings experience = new ExperienceSettings(0, 1, 1000);
    double rate = fixture.number("learning_rate");
    double discount = fixture.number("gamma");
    double tau = fixture.number("tau");
    LearnerSettings settings =
        fixture.integer("critics") == 1
            ? new DdpgSettings(
                fixture.batchSize,
                hidden,
                1,
                experience,
                false,
                0.1,
                new minitaur.controller.learn.ddpg.UpdateSettings(rate, discount, tau))
            : new Td3Settings(
                fixture.batchSize,
                hidden,
                1,
                experience,
                false,
                0.1,
                new UpdateSettings(
                    rate,
                    discount,
                    tau,
                    fixture.integer("policy_delay"),
                    fixture.number("target_noise"),
                    fixture.number("target_noise_clip")));
    Td3 learner = (Td3) settings.create(fixture.context);
    JsonNode initial = fixture.json.get("initial");
    load(initial.get("policy"), learner.policy.parameters);
    learner.policy.target.set(learner.policy.parameters);
    for (int i = 0; i < learner.critics.size(); i++) {
      Td3.Critic critic = learner.critics.get(i);
      load(initial.get("q").get(i), critic.parameters);
      critic.target.set(critic.parameters);
    }
    TransitionBatch batch = fixture.newBatch();
    for (JsonNode step : fixture.json.get("steps")) {
      load(step, batch);
      load(step.get("noise_next"), learner.targetNoise);
      learner.updateWithNoise(batch);
      JsonNode expected = step.get("expect");
      assertClose("target", expected.get("target"), learner.target);
      for (int i = 0; i < learner.critics.size(); i++) {
        String loss = "q" + (i + 1) + "_loss";
        assertClose(loss, expected.get("q_losses").get(i), learner.metrics().value(loss));
      }
      if (expected.has("policy_loss")) {
        assertClose(
            "policy loss", expected.get("policy_loss"), learner.metrics().value("policy_loss"));
      }
    }
    JsonNode finalState = fixture.json.get("final");
    assertClose("policy", finalState.get("policy"), learner.policy.parameters);
    assertClose("target policy", finalState.get("target_policy"), learner.policy.target);
    for (int i = 0; i < learner.critics.size(); i++) {
      assertClose("q" + i, finalState.get("q").get(i), learner.critics.get(i).parameters);
      assertClose("target q" + i, finalState.get("target_q").get(i), learner.critics.get(i).target);
    }
  }
}
