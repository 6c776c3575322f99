package minitaur.controller.command;

/**
 * What the commands do.
 *
 * @param train trains a policy
 * @param evaluate measures a policy
 * @param bench measures the program
 * @param render draws the walking robot
 * @param plot draws learning curves
 * @param runs lists runs
 * @param emulate plays a robot's board
 * @param doctor checks a robot before its first motion
 * @param replay runs the controller on a record of the seam
 * @param calibrate finds the numbers of one robot
 * @param camera calibrates the camera
 * @param guard switches a robot off whose host has died
 * @param rewards computes rewards again
 * @param trainer learns from episodes that are collected elsewhere
 * @param collect collects episodes for a trainer
 * @param rehearse rehearses the two together
 */
public record Jobs(
    Job<TrainRequest> train,
    Job<EvaluateRequest> evaluate,
    Job<BenchRequest> bench,
    Job<RenderRequest> render,
    Job<PlotRequest> plot,
    Job<RunsRequest> runs,
    Job<EmulateRequest> emulate,
    Job<DoctorRequest> doctor,
    Job<ReplayRequest> replay,
    Job<CalibrateRequest> calibrate,
    Job<CameraRequest> camera,
    Job<GuardRequest> guard,
    Job<RewardsRequest> rewards,
    Job<TrainerRequest> trainer,
    Job<CollectRequest> collect,
    Job<RehearseRequest> rehearse) {}
