package minitaur.controller.robot;

import java.util.function.Supplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.LaneConfig;
import minitaur.controller.config.RewardConfig;
import minitaur.controller.config.RobotSafetyConfig;
import minitaur.controller.config.SafetyConfig;
import minitaur.controller.config.TaskConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeTiming;
import minitaur.controller.episode.PositionGains;
import minitaur.controller.episode.TransitionAssembler;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.RobotLimits;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.episode.safety.TrackLimits;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.task.ActionMap;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.controller.task.reward.RewardWeights;
import minitaur.hal.mocap.PoseHistory;

/** Builds what runs episodes on a session, from the configuration. */
public final class EpisodeLoopFactory {
  /** Poses that are kept for interpolation: over half a second of the fastest camera. */
  private static final int POSES = 1024;

  /** A tick whose poses are further apart than this has none: several frames of a slow camera. */
  public static final long MAXIMUM_POSE_GAP_NANOS = 50_000_000;

  private static final double POSE_WAIT_SECONDS = 0.05;

  private EpisodeLoopFactory() {}

  /**
   * Builds the loop. It owns nothing of what it is given.
   *
   * @param policies who acts, asked once an episode
   * @param sink where transitions go
   */
  public static EpisodeLoop on(
      RobotSession session,
      ControllerConfig config,
      Supplier<? extends Policy> policies,
      TransitionSink sink) {
    TaskConfig task = config.task();
    TransitionAssembler assembler =
        new TransitionAssembler(
            session.poses(),
            new PoseHistory(POSES, MAXIMUM_POSE_GAP_NANOS),
            MAXIMUM_POSE_GAP_NANOS,
            new RewardFunction(weights(task.reward())),
            sink);
    EpisodeLoop loop =
        new EpisodeLoop(
            session.robot(),
            session.clock(),
            policies,
            supervisor(session, config),
            session.tracker(),
            new ActionMap(task.swingRange(), task.extensionMid(), task.extensionRange()),
            new PositionGains(task.kp(), task.kd()),
            new EpisodeTiming(task.policyRateHz(), task.episodeSteps(), POSE_WAIT_SECONDS),
            assembler);
    loop.measureTiltAgainst(session.ground());
    return loop;
  }

  /** Builds a judge of what the session's robot does. */
  public static SafetySupervisor supervisor(RobotSession session, ControllerConfig config) {
    SafetyConfig safety = config.safety();
    boolean guarded =
        switch (safety.robotLimits()) {
          case BY_ROBOT -> !session.isPlacedByProgram();
          case ALWAYS -> true;
          case NEVER -> false;
        };
    return new SafetySupervisor(
        new SafetyLimits(safety.tiltLimitRad(), guarded ? limits(safety.robot()) : null),
        trackLimits(config.mocap().lostTime(), config.lane()));
  }

  private static RobotLimits limits(RobotSafetyConfig robot) {
    return new RobotLimits(
        robot.minimumHeight(),
        robot.footGap(),
        robot.legStopMargin(),
        robot.motorCelsius(),
        robot.strainTorque(),
        robot.strainSeconds(),
        robot.batteryVolts(),
        robot.batterySeconds(),
        robot.staleSeconds(),
        robot.latenessSeconds(),
        robot.actionJump());
  }

  private static TrackLimits trackLimits(double lostSeconds, LaneConfig lane) {
    return new TrackLimits(
        lostSeconds, -limit(lane.back()), limit(lane.front()), limit(lane.side()));
  }

  private static double limit(double metres) {
    return metres == 0 ? Double.POSITIVE_INFINITY : metres;
  }

  /** The weights of the reward. */
  public static RewardWeights weights(RewardConfig reward) {
    return new RewardWeights(
        reward.velocity(),
        reward.velocityClip(),
        reward.actionAcceleration(),
        reward.pitch(),
        reward.frontFold(),
        reward.frontFoldBeyond());
  }
}
