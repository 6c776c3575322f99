package minitaur.controller.learn.layernorm;

import static minitaur.hal.settings.InvalidSettingException.require;

import java.util.Map;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.OffPolicySettings;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/**
 * Settings of Soft Actor-Critic with layer-normalized critics, an update-to-data ratio of 4 and
 * mirrored batches.
 */
public record LayerNormSacSettings(
    @Setting(
            doc = "Transitions in a minibatch.",
            unit = "transitions",
            source = "experiments on this task")
        int batchSize,
    @Setting(
            doc = "Units in each of the two hidden layers of every network.",
            unit = "units",
            source = "experiments on this task")
        int hiddenUnits,
    @Setting(
            doc = "Update-to-data (UTD) ratio: updates per environment step.",
            unit = "updates per environment step",
            source = "experiments on this task")
        double updatesPerStep,
    @Inline ExperienceSettings experience,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Switch it off for a"
                    + " robot that is not symmetric.",
            source = "experiments on this task")
        boolean mirror,
    @Setting(doc = "Settings of an update.", source = "experiments on this task")
        UpdateSettings update)
    implements OffPolicySettings {

  public LayerNormSacSettings {
    OffPolicySettings.check(batchSize, hiddenUnits, updatesPerStep, experience);
    require(batchSize >= 2, "batchSize", batchSize, "2 to 65536");
  }

  /** The default settings. */
  public static LayerNormSacSettings defaults() {
    return new LayerNormSacSettings(
        128,
        256,
        4,
        new ExperienceSettings(1500, 1, 1_000_000),
        true,
        new UpdateSettings(
            new RateSettings(1e-3, 3e-4, 40_000), 0.99, 0.005, -0.5, 0.05, 4, 0.995));
  }

  @Override
  public String name() {
    return "layer-norm-sac";
  }

  /**
   * The first temperature and the target entropy of the paper's learner, and half of its random
   * steps. Those that suit the robot explore too little there.
   */
  @Override
  public Map<String, String> gymnasiumDefaults() {
    return Map.of(
        "randomSteps",
        "5000",
        "update.initialTemperature",
        "1",
        "update.targetEntropyPerAction",
        "-1");
  }

  @Override
  public Learner create(LearnerContext context) {
    return new LayerNormSac(
        new LayerNormSac.Hyperparameters(batchSize, hiddenUnits, update, 1e-5, 0, 0.5), context);
  }
}
