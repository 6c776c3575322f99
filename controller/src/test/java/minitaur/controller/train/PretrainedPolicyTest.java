package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import minitaur.controller.robot.SimulationSettings.Profile;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.TaskSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PretrainedPolicyTest {
  static final List<PretrainedPolicy> ALL = PretrainedPolicy.ALL;

  @ParameterizedTest
  @FieldSource("ALL")
  void walksOnTrainingProfile(PretrainedPolicy trained) throws Exception {
    ControllerConfig config = trained.config(List.of());
    assertThat(config.sim().profile()).isEqualTo(trained.profile());
    EvaluationResult result =
        Evaluation.run(config, trained.deterministic(config), 2, config.run().seed());
    assertThat(result.walks()).as(trained.name() + ": " + result).isTrue();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void containsRevisionAndLearningCurve(PretrainedPolicy trained) throws Exception {
    assertThat(trained.stored().metadata().get("trained_revision")).isNotBlank();
    List<PretrainedPolicy.EvaluationPoint> curve = trained.evaluations();
    assertThat(curve).hasSizeGreaterThanOrEqualTo(10);
    assertThat(curve.get(0).result().walks()).as("first evaluation").isFalse();
    assertThat(curve.get(curve.size() - 1).result().walks()).isTrue();
  }

  @Test
  void fallsBackToRealisticProfile() {
    assertThat(PretrainedPolicy.find(TaskSettings.PAPER, Profile.RANDOMIZED).orElseThrow())
        .isEqualTo(new PretrainedPolicy(TaskSettings.PAPER, Profile.REALISTIC));
    assertThat(PretrainedPolicy.find(TaskSettings.PAPER, Profile.NOMINAL).orElseThrow().profile())
        .isEqualTo(Profile.NOMINAL);
    assertThat(PretrainedPolicy.find("flying", Profile.NOMINAL)).isEmpty();
  }
}
