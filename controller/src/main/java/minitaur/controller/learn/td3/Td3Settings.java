package minitaur.controller.learn.td3;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import java.util.List;
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
 * Settings of TD3 (Fujimoto et al. 2018, arXiv 1802.09477), with the values of its authors' code as
 * defaults.
 */
public record Td3Settings(
    @Setting(
            doc = "Transitions in a minibatch.",
            unit = "transitions",
            source = "github.com/sfujim/TD3, main.py")
        int batchSize,
    @Setting(
            doc = "Units in each of the two hidden layers of every network.",
            unit = "units",
            source = "github.com/sfujim/TD3, TD3.py")
        int hiddenUnits,
    @Setting(
            doc = "Update-to-data (UTD) ratio: updates per environment step.",
            unit = "updates per environment step",
            source = "arXiv 1802.09477, table 3: iterations per time step")
        double updatesPerStep,
    @Inline ExperienceSettings experience,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Only for a robot that"
                    + " is symmetric.",
            source = "arXiv 1802.09477: no")
        boolean mirror,
    @Setting(
            doc = "Standard deviation of the exploration noise on actions in training episodes.",
            source = "arXiv 1802.09477, section 6.1")
        double explorationNoise,
    @Setting(doc = "Settings of an update.", source = "github.com/sfujim/TD3, main.py and TD3.py")
        UpdateSettings update)
    implements OffPolicySettings {

  public Td3Settings {
    OffPolicySettings.check(batchSize, hiddenUnits, updatesPerStep, experience);
    requireBetween("explorationNoise", explorationNoise, 0, 1);
  }

  /** The default settings. */
  public static Td3Settings defaults() {
    return new Td3Settings(
        256,
        256,
        1,
        new ExperienceSettings(1000, 1, 1_000_000),
        false,
        0.1,
        new UpdateSettings(3e-4, 0.99, 0.005, 2, 0.2, 0.5));
  }

  @Override
  public String name() {
    return "td3";
  }

  @Override
  public Map<String, String> gymnasiumDefaults() {
    return Map.of("randomSteps", GYMNASIUM_RANDOM_STEPS);
  }

  @Override
  public PolicySpec policySpec(EnvironmentSpec spec) {
    return new PolicySpec(
        spec.stateSize(),
        List.of(hiddenUnits, hiddenUnits),
        spec.actionSize(),
        PolicySpec.Head.DETERMINISTIC_TANH,
        PolicySpec.Activation.RELU,
        explorationNoise);
  }

  @Override
  public Learner create(LearnerContext context) {
    return new Td3(this, 2, context);
  }
}
