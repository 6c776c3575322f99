package minitaur.controller.learn.sql;

import static minitaur.controller.learn.LearnerFixture.assertClose;
import static minitaur.controller.learn.LearnerFixture.floats;
import static minitaur.controller.learn.LearnerFixture.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.LearnerFixture;
import minitaur.controller.learn.TransitionBatch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares updates with an independent autograd implementation. */
class SoftQLearningFixtureTest {
  /** A power of two: scaled rewards are bit-identical to those of the reference. */
  private static final int REWARD_SCALE = 4;

  @TestFactory
  Stream<DynamicTest> matchesReferenceUpdates() throws IOException {
    return LearnerFixture.cases("kernel_particles", SoftQLearningFixtureTest::runFixture);
  }

  private static void runFixture(LearnerFixture fixture) {
    SoftQLearning learner =
        new SoftQLearning(
            new SoftQLearningSettings(
                fixture.batchSize,
                fixture.integer("hidden"),
                1,
                new ExperienceSettings(0, 1, 1000),
                false,
                new ParticleSettings(
                    fixture.integer("value_particles"), fixture.integer("kernel_particles")),
                new UpdateSettings(
                    fixture.number("learning_rate"),
                    fixture.number("gamma"),
                    fixture.number("tau"),
                    REWARD_SCALE)),
            fixture.context);
    JsonNode initial = fixture.json.get("initial");
    List<SoftQLearning.QFunction> functions = List.of(learner.q1, learner.q2);
    load(initial.get("policy"), learner.policy);
    for (int i = 0; i < 2; i++) {
      load(initial.get("q").get(i), functions.get(i).parameters);
      functions.get(i).target.set(functions.get(i).parameters);
    }
    TransitionBatch batch = fixture.newBatch();
    for (JsonNode step : fixture.json.get("steps")) {
      load(step, batch);
      for (int i = 0; i < batch.size; i++) {
        batch.rewards[i] /= REWARD_SCALE;
      }
      load(step.get("uniform_actions"), learner.uniformActions);
      loadLatents(floats(step.get("latents")), learner, batch.size);
      learner.updateWithNoise(batch);
      JsonNode expected = step.get("expect");
      assertClose("target", expected.get("target"), learner.target);
      assertClose("q1 loss", expected.get("q_losses").get(0), functions.get(0).loss);
      assertClose("q2 loss", expected.get("q_losses").get(1), functions.get(1).loss);
      assertClose("bandwidth", expected.get("bandwidth"), learner.bandwidth);
      assertClose("direction", expected.get("direction"), learner.direction);
    }
    JsonNode finalState = fixture.json.get("final");
    assertClose("policy", finalState.get("policy"), learner.policy);
    for (int i = 0; i < 2; i++) {
      assertClose("q" + i, finalState.get("q").get(i), functions.get(i).parameters);
      assertClose("target q" + i, finalState.get("target_q").get(i), functions.get(i).target);
    }
  }

  /**
   * @param latents {@code [batch x kernel particles x action]}, for each state the fixed ones first
   */
  private static void loadLatents(float[] latents, SoftQLearning learner, int batch) {
    int length = latents.length / (2 * batch);
    for (int state = 0; state < batch; state++) {
      System.arraycopy(latents, 2 * state * length, learner.fixed.latent, state * length, length);
      System.arraycopy(
          latents, (2 * state + 1) * length, learner.moved.latent, state * length, length);
    }
  }
}
