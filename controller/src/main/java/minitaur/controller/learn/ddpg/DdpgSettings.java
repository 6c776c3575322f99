package minitaur.controller.learn.ddpg;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import java.util.Map;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.OffPolicySettings;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.td3.Td3;
import minitaur.controller.learn.td3.Td3Settings;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/**
 * Settings of DDPG (Lillicrap et al. 2016, arXiv 1509.02971), tuned as in the comparison of
 * Fujimoto et al. 2018 (arXiv 1802.09477): uncorrelated exploration noise and no normalization.
 */
public record DdpgSettings(
    @Setting(
            doc = "Transitions in a minibatch.",
            unit = "transitions",
            source = "github.com/sfujim/TD3, main.py")
        int batchSize,
    @Setting(
            doc = "Units in each of the two hidden layers of every network.",
            unit = "units",
            source = "github.com/sfujim/TD3, OurDDPG.py")
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
            source =
                "arXiv 1802.09477, table 3; noise of an Ornstein-Uhlenbeck process in arXiv"
                    + " 1509.02971")
        double explorationNoise,
    @Setting(doc = "Settings of an update.", source = "github.com/sfujim/TD3, OurDDPG.py")
        UpdateSettings update)
    implements OffPolicySettings {

  public DdpgSettings {
    OffPolicySettings.check(batchSize, hiddenUnits, updatesPerStep, experience);
    requireBetween("explorationNoise", explorationNoise, 0, 1);
  }

  /** The default settings. */
  public static DdpgSettings defaults() {
    return new DdpgSettings(
        256,
        256,
        1,
        new ExperienceSettings(1000, 1, 1_000_000),
        false,
        0.1,
        new UpdateSettings(3e-4, 0.99, 0.005));
  }

  private Td3Settings asTd3() {
    return new Td3Settings(
        batchSize,
        hiddenUnits,
        updatesPerStep,
        experience,
        mirror,
        explorationNoise,
        new minitaur.controller.learn.td3.UpdateSettings(
            update.learningRate(), update.discount(), update.targetSmoothing(), 1, 0, 0));
  }

  @Override
  public String name() {
    return "ddpg";
  }

  @Override
  public Map<String, String> gymnasiumDefaults() {
    return Map.of("randomSteps", GYMNASIUM_RANDOM_STEPS);
  }

  @Override
  public PolicySpec policySpec(EnvironmentSpec spec) {
    return asTd3().policySpec(spec);
  }

  @Override
  public Learner create(LearnerContext context) {
    return new Td3(asTd3(), 1, context);
  }
}
