package minitaur.controller.learn.droq;

import static minitaur.hal.settings.InvalidSettingException.require;

import java.util.List;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.layernorm.LayerNormSac;
import minitaur.controller.learn.nn.LinearSchedule;
import minitaur.hal.settings.Setting;

/**
 * DroQ (Hiraoka et al. 2022, arXiv 2110.02034) as on a robot in A Walk in the Park (Smith et al.
 * 2022, arXiv 2208.07860).
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
            doc = "Step size of Adam at the start, for all networks and the temperature.",
            source = "arXiv 2208.07860, configs/droq_config.py")
        double learningRate,
    @Setting(
            doc = "Step size of Adam from update learningRateUpdates on; linear in between.",
            source = "arXiv 2208.07860, configs/droq_config.py")
        double finalLearningRate,
    @Setting(
            doc = "Updates until finalLearningRate is reached.",
            unit = "updates",
            source = "arXiv 2208.07860, configs/droq_config.py")
        long learningRateUpdates,
    @Setting(doc = "Discount factor per step.", source = "arXiv 2208.07860, configs/droq_config.py")
        double discount,
    @Setting(
            doc = "Share of the critics that their targets take over in an update.",
            source = "arXiv 2208.07860, configs/droq_config.py")
        double targetSmoothing,
    @Setting(
            doc = "Target of the policy's entropy for each action component.",
            unit = "nat",
            source = "arXiv 2208.07860, configs/droq_config.py")
        double targetEntropyPerAction,
    @Setting(doc = "Temperature at the start.", source = "arXiv 2208.07860, configs/droq_config.py")
        double initialTemperature,
    @Setting(
            doc = "Updates of the critics for each update of policy and temperature.",
            unit = "updates",
            source = "arXiv 2208.07860, configs/droq_config.py")
        int policyDelay,
    @Setting(
            doc = "Probability that a hidden unit of a critic is dropped.",
            source = "arXiv 2208.07860, configs/droq_config.py")
        double dropout,
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
            source = "arXiv 2208.07860, configs/droq_config.py")
        double updatesPerStep,
    @Setting(
            doc =
                "Whether a random half of each batch is mirrored left-right. Switch it off for a "
                    + "robot that is not symmetric.",
            source = "experiments on this task, with another learner")
        boolean mirror)
    implements LearnerSettings {

  /** Name of the algorithm. */
  public static final String NAME = "droq";

  private static final double LAYER_NORM_EPSILON = 1e-6;

  /** Rejects impossible values. */
  public DroqSettings {
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
    require(dropout >= 0 && dropout < 1, "dropout", dropout, "at least 0, below 1");
  }

  /** The settings of A Walk in the Park, with mirrored batches. */
  public static DroqSettings defaults() {
    return new DroqSettings(
        256, 256, 3e-4, 3e-4, 1, 0.99, 0.005, -0.5, 0.1, 20, 0.01, 1_000_000, 1000, 20.0, true);
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
        0,
        LAYER_NORM_EPSILON,
        dropout,
        1);
  }
}
