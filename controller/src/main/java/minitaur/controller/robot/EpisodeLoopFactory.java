package minitaur.controller.robot;

import java.util.function.Supplier;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSettings;
import minitaur.controller.episode.TransitionAssembler;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.learn.policy.Policy;
import minitaur.hal.mocap.PoseHistory;

/** Builds the episode loop and the supervisor of a robot session. */
public final class EpisodeLoopFactory {
  /** Capacity of the pose history: more than half a second of the fastest camera. */
  private static final int POSE_HISTORY_CAPACITY = 1024;

  /**
   * Max time between the two poses around a tick; beyond it the tick has no pose. Several frames at
   * 100 Hz.
   */
  public static final long MAX_POSE_GAP_NANOS = 50_000_000;

  private EpisodeLoopFactory() {}

  /**
   * Builds a loop that owns none of its collaborators.
   *
   * @param policies supplies the policy of each episode
   * @param sink receives the transitions
   */
  public static EpisodeLoop createLoop(
      RobotSession session,
      EpisodeSettings settings,
      Supplier<? extends Policy> policies,
      TransitionSink sink) {
    TransitionAssembler assembler =
        new TransitionAssembler(
            session.poses(),
            new PoseHistory(POSE_HISTORY_CAPACITY, MAX_POSE_GAP_NANOS),
            MAX_POSE_GAP_NANOS,
            settings.task().reward(),
            sink);
    EpisodeLoop loop =
        new EpisodeLoop(
            session.robot(),
            session.clock(),
            policies,
            createSupervisor(session, settings),
            session.tracker(),
            settings.task(),
            assembler);
    loop.setGround(session.ground());
    return loop;
  }

  /** Builds the supervisor of the session's robot. */
  public static SafetySupervisor createSupervisor(RobotSession session, EpisodeSettings settings) {
    return new SafetySupervisor(settings.limits(session.isResetByProgram()));
  }
}
