package minitaur.controller.learn.sql;

import java.util.Map;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.OffPolicySettings;
import minitaur.controller.learn.PolicySpec;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/**
 * Settings of soft Q-learning (arXiv 1702.08165), with the values of its authors' code as defaults.
 */
public record SoftQLearningSettings(
    @Setting(
            doc = "Transitions in a minibatch.",
            unit = "transitions",
            source = "github.com/haarnoja/softqlearning, mujoco_all_sql.py")
        int batchSize,
    @Setting(
            doc = "Units in each of the two hidden layers of every network.",
            unit = "units",
            source = "github.com/haarnoja/softqlearning, mujoco_all_sql.py")
        int hiddenUnits,
    @Setting(
            doc = "Update-to-data (UTD) ratio: updates per environment step.",
            unit = "updates per environment step",
            source = "github.com/haarnoja/softqlearning, mujoco_all_sql.py")
        double updatesPerStep,
    @Inline ExperienceSettings experience,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Only for a robot that"
                    + " is symmetric.",
            source = "arXiv 1702.08165: no")
        boolean mirror,
    @Setting(
            doc = "Number of action samples that estimate an expectation over actions.",
            source = "github.com/haarnoja/softqlearning, mujoco_all_sql.py")
        ParticleSettings particles,
    @Setting(
            doc = "Settings of an update.",
            source = "github.com/haarnoja/softqlearning, mujoco_all_sql.py")
        UpdateSettings update)
    implements OffPolicySettings {

  public SoftQLearningSettings {
    OffPolicySettings.check(batchSize, hiddenUnits, updatesPerStep, experience);
  }

  /** The default settings. */
  public static SoftQLearningSettings defaults() {
    return new SoftQLearningSettings(
        128,
        128,
        1,
        new ExperienceSettings(1000, 1, 1_000_000),
        false,
        new ParticleSettings(16, 16),
        new UpdateSettings(3e-4, 0.99, 0.005, 30));
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public Map<String, String> gymnasiumDefaults() {
    return Map.of("randomSteps", GYMNASIUM_RANDOM_STEPS);
  }

  @Override
  public PolicySpec policySpec(EnvironmentSpec spec) {
    return PolicySpec.of(spec, hiddenUnits, PolicySpec.Head.LATENT_TANH);
  }

  @Override
  public Learner create(LearnerContext context) {
    return new SoftQLearning(this, context);
  }
}
