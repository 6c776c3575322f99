package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** The learner: soft actor-critic, Haarnoja et al. 2018, arXiv 1812.05905. */
public record SacConfig(
    @Setting(
            doc = "Transitions in a minibatch.",
            unit = "transitions",
            source = "paper, table 1: samples per minibatch")
        int batch,
    @Setting(
            doc = "Units in each of the two hidden layers of every network.",
            unit = "units",
            source = "paper, table 1")
        int hiddenUnits,
    @Setting(
            doc = "Step size of Adam, for every network and the temperature.",
            source = "paper, table 1")
        double learningRate,
    @Setting(doc = "Discount of a step.", source = "paper, table 1") double discount,
    @Setting(
            doc = "Share of the Q-functions that their targets take over in an update.",
            source = "paper, table 1: target smoothing coefficient")
        double targetSmoothing,
    @Setting(
            doc = "Entropy that the automatic temperature holds the policy at.",
            unit = "nat",
            source = "paper, table 1: minus the number of action components")
        double targetEntropy,
    @Setting(
            doc =
                "Whether the temperature follows targetEntropy; when false it keeps its initial"
                    + " value.",
            source = "paper, Eq. 18")
        boolean automaticTemperature,
    @Setting(doc = "Temperature at the start, or for good when it is not automatic.")
        double initialTemperature,
    @Setting(
            doc = "Transitions that are remembered.",
            unit = "transitions",
            source = "paper, table 1: replay buffer size")
        int replayCapacity,
    @Setting(
            doc = "Uniformly random actions at the start, before the first update.",
            unit = "environment steps",
            source = "definition of the task")
        int randomSteps,
    @Setting(
            doc = "Gradient steps for each environment step; 0.5 is one every other step.",
            unit = "updates per environment step",
            source = "paper, table 1: gradient steps")
        double updatesPerStep,
    @Setting(
            doc =
                "Threads that the learner computes with; 0 takes what the machine has, up to 2, and"
                    + " beside a real robot leaves one core to what drives it.",
            unit = "threads")
        int threads,
    @Setting(
            doc =
                "What multiplies matrices. automatic: openblas where it loads, otherwise ejml,"
                    + " which needs nothing but Java and is many times slower.")
        MatrixBackend matrixBackend) {

  /** What multiplies matrices. */
  public enum MatrixBackend {
    /** OpenBLAS where its native code loads, otherwise EJML. */
    AUTOMATIC,
    /** OpenBLAS, native code. */
    OPENBLAS,
    /** EJML, pure Java. */
    EJML
  }

  /** Refuses impossible values. */
  public SacConfig {
    require(batch >= 1 && batch <= 65_536, "batch", batch, "1 to 65536");
    require(hiddenUnits >= 1 && hiddenUnits <= 8192, "hiddenUnits", hiddenUnits, "1 to 8192");
    require(
        learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "above 0, up to 1");
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    require(
        targetSmoothing > 0 && targetSmoothing <= 1,
        "targetSmoothing",
        targetSmoothing,
        "above 0, up to 1");
    require(
        targetEntropy >= -1000 && targetEntropy <= 1000,
        "targetEntropy",
        targetEntropy,
        "-1000 to 1000");
    require(
        initialTemperature > 0 && initialTemperature <= 1000,
        "initialTemperature",
        initialTemperature,
        "above 0, up to 1000");
    require(
        replayCapacity >= 1000 && replayCapacity <= 10_000_000,
        "replayCapacity",
        replayCapacity,
        "1000 to 10000000");
    require(randomSteps >= 0, "randomSteps", randomSteps, "a whole number of at least 0");
    require(
        updatesPerStep >= 0 && updatesPerStep <= 100, "updatesPerStep", updatesPerStep, "0 to 100");
    require(threads >= 0 && threads <= 64, "threads", threads, "0 (automatic) to 64");
  }

  /** The paper's table 1, with the task's number of random steps. */
  public static SacConfig defaults() {
    return new SacConfig(
        256,
        256,
        3e-4,
        0.99,
        0.005,
        -8,
        true,
        1.0,
        1_000_000,
        1000,
        1.0,
        0,
        MatrixBackend.AUTOMATIC);
  }
}
