package minitaur.controller.learn.droq;

import static minitaur.hal.settings.InvalidSettingException.require;

import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.OffPolicySettings;
import minitaur.controller.learn.layernorm.LayerNormSac;
import minitaur.controller.learn.layernorm.RateSettings;
import minitaur.controller.learn.layernorm.UpdateSettings;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/**
 * Settings of DroQ (Hiraoka et al. 2022, arXiv 2110.02034) as in "A Walk in the Park" (arXiv
 * 2208.07860).
 */
public record DroqSettings(
    @Setting(
            doc = "Transitions in a minibatch.",
            unit = "transitions",
            source = "arXiv 2208.07860, configs/droq_config.py")
        int batchSize,
    @Setting(
            doc = "Units in each of the two hidden layers of every network.",
            unit = "units",
            source = "arXiv 2208.07860, configs/droq_config.py")
        int hiddenUnits,
    @Setting(
            doc = "Update-to-data (UTD) ratio: updates per environment step.",
            unit = "updates per environment step",
            source = "arXiv 2208.07860, configs/droq_config.py")
        double updatesPerStep,
    @Inline ExperienceSettings experience,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Switch it off for a"
                    + " robot that is not symmetric.",
            source = "experiments on this task")
        boolean mirror,
    @Setting(doc = "Settings of an update.", source = "arXiv 2208.07860, configs/droq_config.py")
        UpdateSettings update)
    implements OffPolicySettings {

  public DroqSettings {
    OffPolicySettings.check(batchSize, hiddenUnits, updatesPerStep, experience);
    require(batchSize >= 2, "batchSize", batchSize, "2 to 65536");
  }

  /** The default settings. */
  public static DroqSettings defaults() {
    return new DroqSettings(
        256,
        256,
        20,
        new ExperienceSettings(1000, 1, 1_000_000),
        true,
        new UpdateSettings(new RateSettings(3e-4, 3e-4, 1), 0.99, 0.005, -0.5, 0.1, 20, 0));
  }

  @Override
  public String name() {
    return "droq";
  }

  @Override
  public Learner create(LearnerContext context) {
    return new LayerNormSac(
        new LayerNormSac.Hyperparameters(batchSize, hiddenUnits, update, 1e-6, 0.01, 1), context);
  }
}
