package minitaur.controller.cli;

/**
 * What the commands do.
 *
 * @param train trains a policy
 * @param evaluate measures a policy
 * @param bench measures the program
 * @param render draws the walking robot
 */
public record Jobs(
    Job<TrainRequest> train,
    Job<EvaluateRequest> evaluate,
    Job<BenchRequest> bench,
    Job<RenderRequest> render) {}
