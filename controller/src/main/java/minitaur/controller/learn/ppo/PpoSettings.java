package minitaur.controller.learn.ppo;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import java.util.List;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.PolicySpec;
import minitaur.hal.settings.Setting;

/**
 * Settings of PPO (Schulman et al. 2017, arXiv 1707.06347), with the values of its table 3 as
 * defaults.
 */
public record PpoSettings(
    @Setting(
            doc = "Steps of a rollout, after which the policy is updated.",
            unit = "environment steps",
            source = "arXiv 1707.06347, table 3: horizon")
        int rolloutSteps,
    @Setting(
            doc = "Transitions in a minibatch. The rollout is a multiple of it.",
            unit = "transitions",
            source = "arXiv 1707.06347, table 3")
        int minibatchSize,
    @Setting(
            doc = "Units in each of the two hidden layers of both networks.",
            unit = "units",
            source = "arXiv 1707.06347, section 6.1")
        int hiddenUnits,
    @Setting(
            doc =
                "Logarithm of the policy's standard deviation at the start. Actions are clipped to"
                    + " [-1, 1]; at -1 few of them are.",
            source = "range of the actions")
        double initialLogSigma,
    @Setting(doc = "Settings of an update.", source = "arXiv 1707.06347, table 3")
        UpdateSettings update)
    implements LearnerSettings {

  public PpoSettings {
    requireBetween("minibatchSize", minibatchSize, 2, 65_536);
    require(
        rolloutSteps >= minibatchSize
            && rolloutSteps <= 1_000_000
            && rolloutSteps % minibatchSize == 0,
        "rolloutSteps",
        rolloutSteps,
        "a multiple of minibatchSize, up to 1000000");
    requireBetween("hiddenUnits", hiddenUnits, 1, 8192);
    requireBetween("initialLogSigma", initialLogSigma, -10, 2);
  }

  /** The default settings. */
  public static PpoSettings defaults() {
    return new PpoSettings(2048, 64, 64, -1, new UpdateSettings(3e-4, 10, 0.99, 0.95, 0.2, 0.5));
  }

  /** The length of a rollout. */
  @Override
  public int batchSize() {
    return rolloutSteps;
  }

  /** One update per rollout, rounded up so that n rollouts result in n updates. */
  @Override
  public double updatesPerStep() {
    return Math.nextUp(1.0 / rolloutSteps);
  }

  @Override
  public int randomSteps() {
    return 0;
  }

  @Override
  public int policySteps() {
    return 1;
  }

  @Override
  public int replayCapacity() {
    return Math.max(1000, 2 * rolloutSteps);
  }

  /** Always false: a rollout is not mirrored, because the order of its rows matters. */
  @Override
  public boolean mirror() {
    return false;
  }

  @Override
  public String name() {
    return "ppo";
  }

  @Override
  public PolicySpec policySpec(EnvironmentSpec spec) {
    return new PolicySpec(
        spec.stateSize(),
        List.of(hiddenUnits, hiddenUnits),
        spec.actionSize(),
        PolicySpec.Head.GAUSSIAN,
        PolicySpec.Activation.TANH,
        0);
  }

  @Override
  public Learner create(LearnerContext context) {
    return new Ppo(this, context);
  }
}
