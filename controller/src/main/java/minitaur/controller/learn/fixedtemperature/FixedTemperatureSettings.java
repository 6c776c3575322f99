package minitaur.controller.learn.fixedtemperature;

import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import java.util.Map;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.OffPolicySettings;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.paper.PaperSettings;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/** Settings of Soft Actor-Critic with a constant temperature; otherwise as in the paper. */
public record FixedTemperatureSettings(
    @Setting(
            doc = "Transitions in a minibatch.",
            unit = "transitions",
            source = "paper, table 1: samples per minibatch")
        int batchSize,
    @Setting(
            doc = "Units in each of the two hidden layers of every network.",
            unit = "units",
            source = "paper, table 1")
        int hiddenUnits,
    @Setting(
            doc = "Update-to-data (UTD) ratio: gradient steps per environment step.",
            unit = "updates per environment step",
            source = "paper, table 1: gradient steps")
        double updatesPerStep,
    @Inline ExperienceSettings experience,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Only for a robot that"
                    + " is symmetric.",
            source = "paper: no")
        boolean mirror,
    @Setting(doc = "Step size of Adam, for every network.", source = "paper, table 1")
        double learningRate,
    @Setting(
            doc = "Weight of the policy's entropy, the inverse of a reward scale.",
            source = "arXiv 1801.01290, table 2: reward scale 5")
        double temperature)
    implements OffPolicySettings {

  public FixedTemperatureSettings {
    requirePositive("temperature", temperature, 1000);
    OffPolicySettings.check(batchSize, hiddenUnits, updatesPerStep, experience);
    requirePositive("learningRate", learningRate, 1);
  }

  /** The default settings. */
  public static FixedTemperatureSettings defaults() {
    return new FixedTemperatureSettings(
        256, 256, 1, new ExperienceSettings(1000, 1, 1_000_000), false, 3e-4, 0.2);
  }

  private PaperSettings paper() {
    PaperSettings paper = PaperSettings.defaults();
    return new PaperSettings(
        batchSize,
        hiddenUnits,
        new PaperSettings.Update(
            learningRate,
            paper.update().discount(),
            paper.update().targetSmoothing(),
            paper.update().targetEntropyPerAction(),
            false,
            temperature,
            false),
        experience.replayCapacity(),
        experience.randomSteps(),
        updatesPerStep,
        mirror);
  }

  @Override
  public String name() {
    return "sac-fixed-temperature";
  }

  @Override
  public Map<String, String> gymnasiumDefaults() {
    return Map.of("randomSteps", GYMNASIUM_RANDOM_STEPS);
  }

  @Override
  public PolicySpec policySpec(EnvironmentSpec spec) {
    return paper().policySpec(spec);
  }

  @Override
  public Learner create(LearnerContext context) {
    return paper().create(context);
  }
}
