package minitaur.controller.training;

import java.util.function.Supplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RewardConfig;
import minitaur.controller.config.TaskConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeTiming;
import minitaur.controller.episode.PositionGains;
import minitaur.controller.episode.TransitionAssembler;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.policy.ActionMap;
import minitaur.controller.policy.Policy;
import minitaur.controller.reward.RewardFunction;
import minitaur.controller.reward.RewardWeights;
import minitaur.controller.safety.SafetyLimits;
import minitaur.controller.safety.SafetySupervisor;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.motor.GuardedRobot;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorGuardLimits;
import minitaur.sim.PacedClock;
import minitaur.sim.SimulatedClock;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;

/** A simulated robot with everything that runs episodes on it. */
final class SimulatedRig {
  /** Poses that are kept for interpolation: over half a second of the fastest camera. */
  private static final int POSES = 1024;

  /** A tick whose poses are further apart than this has none: several frames of a slow camera. */
  private static final long MAXIMUM_POSE_GAP_NANOS = 50_000_000;

  private static final double POSE_WAIT_SECONDS = 0.05;

  /** The robot. */
  final SimulatedRobot robot;

  /** Runs episodes on it. */
  final EpisodeLoop loop;

  /**
   * Sets the robot up.
   *
   * @param seed of the simulator's random streams
   * @param paced whether simulated time keeps to the wall clock; else it passes as fast as it can
   * @param policies who acts, asked once an episode
   * @param sink where transitions go
   */
  SimulatedRig(
      ControllerConfig config,
      long seed,
      boolean paced,
      Supplier<? extends Policy> policies,
      TransitionSink sink) {
    TaskConfig task = config.task();
    robot = new SimulatedRobot(profile(config).withStartJitter(task.startJitter()), seed);
    Clock clock = paced ? new PacedClock(robot, new SystemClock()) : new SimulatedClock(robot);
    TransitionAssembler assembler =
        new TransitionAssembler(
            robot.poses(),
            new PoseHistory(POSES, MAXIMUM_POSE_GAP_NANOS),
            MAXIMUM_POSE_GAP_NANOS,
            new RewardFunction(weights(task.reward())),
            sink);
    loop =
        new EpisodeLoop(
            new GuardedRobot(robot, new MotorGuard(MotorGuardLimits.defaults()), clock),
            clock,
            policies,
            new SafetySupervisor(new SafetyLimits(config.safety().tiltLimitRad())),
            new ActionMap(task.swingRange(), task.extensionMid(), task.extensionRange()),
            new PositionGains(task.kp(), task.kd()),
            new EpisodeTiming(task.policyRateHz(), task.episodeSteps(), POSE_WAIT_SECONDS),
            assembler);
  }

  private static SimulationProfile profile(ControllerConfig config) {
    return switch (config.sim().profile()) {
      case NOMINAL -> SimulationProfile.nominal();
      case REALISTIC -> SimulationProfile.realistic();
      case RANDOMIZED -> SimulationProfile.randomized();
    };
  }

  private static RewardWeights weights(RewardConfig reward) {
    return new RewardWeights(
        reward.velocity(),
        reward.velocityClip(),
        reward.actionAcceleration(),
        reward.pitch(),
        reward.frontFold(),
        reward.frontFoldBeyond());
  }
}
