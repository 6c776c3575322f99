package minitaur.controller.learn.crossq;

import static minitaur.hal.settings.InvalidSettingException.require;

import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.OffPolicySettings;
import minitaur.controller.learn.layernorm.RateSettings;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/**
 * Settings of CrossQ (arXiv 1902.05605), with the values of "Gait in Eight" (arXiv 2503.08375) as
 * defaults.
 */
public record CrossQSettings(
    @Setting(doc = "Transitions in a minibatch.", unit = "transitions", source = "arXiv 2503.08375")
        int batchSize,
    @Setting(
            doc = "Units in each of the two hidden layers of every network.",
            unit = "units",
            source = "arXiv 2503.08375")
        int hiddenUnits,
    @Setting(
            doc = "Update-to-data (UTD) ratio: updates per environment step.",
            unit = "updates per environment step",
            source = "arXiv 2503.08375")
        double updatesPerStep,
    @Inline ExperienceSettings experience,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Only for a robot that"
                    + " is symmetric.",
            source = "arXiv 2503.08375: no")
        boolean mirror,
    @Setting(
            doc = "How networks are kept well-conditioned.",
            source = "arXiv 2503.08375; arXiv 1702.03275")
        NormalizationSettings normalization,
    @Setting(
            doc = "Settings of an update.",
            source = "arXiv 2503.08375; decay of the learning rate: experiments on this task")
        UpdateSettings update)
    implements OffPolicySettings {

  public CrossQSettings {
    OffPolicySettings.check(batchSize, hiddenUnits, updatesPerStep, experience);
    require(batchSize >= 2, "batchSize", batchSize, "2 to 65536");
  }

  /** The default settings. */
  public static CrossQSettings defaults() {
    return new CrossQSettings(
        128,
        256,
        1,
        new ExperienceSettings(1000, 1, 1_000_000),
        false,
        new NormalizationSettings(true, 1000, false, false, 0.005),
        new UpdateSettings(new RateSettings(5e-3, 3e-4, 30_000), 0.5, 0.99, -0.5, 1, 1));
  }

  @Override
  public String name() {
    return "cross-q";
  }

  @Override
  public Learner create(LearnerContext context) {
    return new CrossQ(this, context);
  }
}
