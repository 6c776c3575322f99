package minitaur.controller.learn.sac;

/**
 * The learner's hyperparameters; see the paper's table 1.
 *
 * @param batchSize transitions in a minibatch
 * @param hiddenUnits units of each of the two hidden layers of every network
 * @param learningRate of all of Adam's steps
 * @param discount gamma
 * @param targetSmoothing tau, the share of the new parameters in the target networks per update
 * @param targetEntropy the entropy that an automatic temperature holds, nats
 * @param automaticTemperature whether the temperature follows Eq. 18 or stays as it starts
 * @param initialTemperature alpha at the start
 */
public record SacSettings(
    int batchSize,
    int hiddenUnits,
    double learningRate,
    double discount,
    double targetSmoothing,
    double targetEntropy,
    boolean automaticTemperature,
    double initialTemperature) {}
