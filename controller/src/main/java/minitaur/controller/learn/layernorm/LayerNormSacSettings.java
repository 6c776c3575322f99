package minitaur.controller.learn.layernorm;

import static minitaur.hal.settings.InvalidSettingException.require;

import java.util.List;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.LinearSchedule;
import minitaur.hal.settings.Setting;

/**
 * Soft Actor-Critic with layer-normalized critics, four updates per step, a decaying learning rate,
 * an averaged policy and mirrored batches.
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
            doc = "Step size of Adam at the start, for all networks and the temperature.",
            source = "experiments on this task")
        double learningRate,
    @Setting(
            doc = "Step size of Adam from update learningRateUpdates on; linear in between.",
            source = "experiments on this task")
        double finalLearningRate,
    @Setting(
            doc = "Updates until finalLearningRate is reached.",
            unit = "updates",
            source = "experiments on this task")
        long learningRateUpdates,
    @Setting(doc = "Discount factor per step.", source = "experiments on this task")
        double discount,
    @Setting(
            doc = "Share of the critics that their targets take over in an update.",
            source = "experiments on this task")
        double targetSmoothing,
    @Setting(
            doc = "Target of the policy's entropy for each action component.",
            unit = "nat",
            source = "experiments on this task")
        double targetEntropyPerAction,
    @Setting(doc = "Temperature at the start.", source = "experiments on this task")
        double initialTemperature,
    @Setting(
            doc = "Updates of the critics for each update of policy and temperature.",
            unit = "updates",
            source = "experiments on this task")
        int policyDelay,
    @Setting(
            doc =
                "Share of the averaged policy kept at an update of the policy; 0: no averaged "
                    + "policy. The better of averaged and newest policy is kept.",
            source = "experiments on this task")
        double policyAverage,
    @Setting(
            doc = "Transitions that the replay holds.",
            unit = "transitions",
            source = "paper, table 1: replay buffer size")
        int replayCapacity,
    @Setting(
            doc = "Uniformly random actions at the start, before the first update.",
            unit = "environment steps",
            source = "definition of the task")
        int randomSteps,
    @Setting(
            doc = "Updates for each environment step; 0.5 is one every other step.",
            unit = "updates per environment step",
            source = "experiments on this task")
        double updatesPerStep,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Switch it off for a "
                    + "robot that is not symmetric.",
            source = "experiments on this task")
        boolean mirror)
    implements LearnerSettings {

  /** Name of the algorithm. */
  public static final String NAME = "layer-norm-sac";

  private static final double LAYER_NORM_EPSILON = 1e-5;

  /** Rejects impossible values. */
  public LayerNormSacSettings {
    LearnerSettings.check(batchSize, updatesPerStep, randomSteps, replayCapacity);
    require(batchSize >= 2, "batchSize", batchSize, "2 to 65536");
    require(hiddenUnits >= 1 && hiddenUnits <= 8192, "hiddenUnits", hiddenUnits, "1 to 8192");
    require(
        learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "above 0, up to 1");
    require(
        finalLearningRate > 0 && finalLearningRate <= 1,
        "finalLearningRate",
        finalLearningRate,
        "above 0, up to 1");
    require(
        learningRateUpdates >= 1,
        "learningRateUpdates",
        learningRateUpdates,
        "a whole number of at least 1");
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    require(
        targetSmoothing > 0 && targetSmoothing <= 1,
        "targetSmoothing",
        targetSmoothing,
        "above 0, up to 1");
    require(
        targetEntropyPerAction >= -1000 && targetEntropyPerAction <= 1000,
        "targetEntropyPerAction",
        targetEntropyPerAction,
        "-1000 to 1000");
    require(
        initialTemperature > 0 && initialTemperature <= 1000,
        "initialTemperature",
        initialTemperature,
        "above 0, up to 1000");
    require(policyDelay >= 1, "policyDelay", policyDelay, "a whole number of at least 1");
    require(
        policyAverage >= 0 && policyAverage < 1,
        "policyAverage",
        policyAverage,
        "at least 0, below 1");
  }

  /** The settings that were measured on this task. */
  public static LayerNormSacSettings defaults() {
    return new LayerNormSacSettings(
        128, 256, 1e-3, 3e-4, 40_000, 0.99, 0.005, -0.5, 0.05, 4, 0.995, 1_000_000, 1000, 4.0,
        true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PolicySpec policySpec(EnvironmentSpec spec) {
    return new PolicySpec(
        spec.stateSize(),
        List.of(hiddenUnits, hiddenUnits),
        spec.actionSize(),
        PolicySpec.Head.SQUASHED_GAUSSIAN);
  }

  @Override
  public Learner create(LearnerContext context) {
    return new LayerNormSac(recipe(), context);
  }

  LayerNormSac.Recipe recipe() {
    return new LayerNormSac.Recipe(
        batchSize,
        List.of(hiddenUnits, hiddenUnits),
        new LinearSchedule(learningRate, finalLearningRate, learningRateUpdates),
        discount,
        targetSmoothing,
        targetEntropyPerAction,
        initialTemperature,
        policyDelay,
        policyAverage,
        LAYER_NORM_EPSILON,
        0,
        0.5);
  }
}
