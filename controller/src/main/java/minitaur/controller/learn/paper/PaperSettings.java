package minitaur.controller.learn.paper;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import java.util.List;
import java.util.Map;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.NetworkShape;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/** Settings of Soft Actor-Critic as in Haarnoja et al. 2018, arXiv 1812.05905. */
public record PaperSettings(
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
    @Inline Update update,
    @Setting(
            doc = "Capacity of the replay buffer.",
            unit = "transitions",
            source = "paper, table 1: replay buffer size")
        int replayCapacity,
    @Setting(
            doc = "Uniformly random actions at the start, before the first update.",
            unit = "environment steps",
            source = "definition of the task")
        int randomSteps,
    @Setting(
            doc = "Update-to-data (UTD) ratio: gradient steps per environment step.",
            unit = "updates per environment step",
            source = "paper, table 1: gradient steps")
        double updatesPerStep,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Only for a robot that"
                    + " is symmetric.",
            source = "paper: no")
        boolean mirror)
    implements LearnerSettings {

  /** Settings of the updates. */
  public record Update(
      @Setting(
              doc = "Step size of Adam, for every network and the temperature.",
              source = "paper, table 1")
          double learningRate,
      @Setting(doc = "Discount factor per step.", source = "paper, table 1") double discount,
      @Setting(
              doc = "Target smoothing coefficient tau of the Q-functions.",
              source = "paper, table 1: target smoothing coefficient")
          double targetSmoothing,
      @Setting(
              doc = "Target of the policy's entropy for each action component.",
              unit = "nat",
              source = "paper, table 1: minus the number of action components in all")
          double targetEntropyPerAction,
      @Setting(
              doc =
                  "Whether the temperature follows the target entropy; when false it keeps its"
                      + " initial value.",
              source = "paper, Eq. 18")
          boolean automaticTemperature,
      @Setting(doc = "Temperature at the start, or throughout when it is not automatic.")
          double initialTemperature,
      @Setting(
              doc =
                  "Whether the temperature's loss has log(alpha) in place of alpha, as in many"
                      + " implementations. A temperature far from its equilibrium then moves"
                      + " faster.",
              source = "paper, Eq. 18: no")
          boolean logTemperatureLoss) {
    public Update {
      requirePositive("learningRate", learningRate, 1);
      require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
      requirePositive("targetSmoothing", targetSmoothing, 1);
      requireBetween("targetEntropyPerAction", targetEntropyPerAction, -1000, 1000);
      requirePositive("initialTemperature", initialTemperature, 1000);
    }
  }

  public PaperSettings {
    LearnerSettings.check(batchSize, updatesPerStep, randomSteps, replayCapacity);
    requireBetween("hiddenUnits", hiddenUnits, 1, 8192);
  }

  /** The values of the paper's table 1, with the task's number of random steps. */
  public static PaperSettings defaults() {
    return new PaperSettings(
        256, 256, new Update(3e-4, 0.99, 0.005, -1, true, 1.0, false), 1_000_000, 1000, 1.0, false);
  }

  /** Shape of a network: two hidden layers with ReLU. */
  NetworkShape shape(int inputs, int outputs) {
    return new NetworkShape(
        inputs, List.of(hiddenUnits, hiddenUnits), outputs, NetworkShape.HiddenLayer.PLAIN);
  }

  @Override
  public String name() {
    return "paper";
  }

  /** The reference backend, so that results stay bit-identical. */
  @Override
  public MatrixBackend backend() {
    return MatrixBackend.reference();
  }

  /** Also the temperature's loss of the authors' program. */
  @Override
  public Map<String, String> gymnasiumDefaults() {
    return Map.of("logTemperatureLoss", "true", "randomSteps", GYMNASIUM_RANDOM_STEPS);
  }

  @Override
  public PolicySpec policySpec(EnvironmentSpec spec) {
    return PolicySpec.of(spec, hiddenUnits, PolicySpec.Head.SQUASHED_GAUSSIAN);
  }

  @Override
  public Learner create(LearnerContext context) {
    return new SoftActorCritic(this, context);
  }
}
