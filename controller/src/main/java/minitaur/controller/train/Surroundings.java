package minitaur.controller.train;

import java.util.concurrent.locks.LockSupport;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.settings.ControllerConfig;

/**
 * What a training happens in.
 *
 * @param rig the robot
 * @param desk where the operator's faces are
 * @param whileWaiting called by the thread that runs the robot, at each control tick in which a
 *     person is waited for; whoever simulates faster than a person lives may wait there
 * @param watching sees the episodes
 */
public record Surroundings(
    RobotSession rig, OperatorChannel desk, Runnable whileWaiting, EpisodeObserver watching) {
  /** A training whose episodes nobody watches. */
  public Surroundings(RobotSession rig, OperatorChannel desk, Runnable whileWaiting) {
    this(rig, desk, whileWaiting, EpisodeObserver.NONE);
  }

  /**
   * The surroundings of a rig that was opened for a configuration.
   *
   * @param rig not closed
   * @param paced whether the rig's time is the wall clock's
   */
  public static Surroundings of(
      ControllerConfig config,
      RobotSession rig,
      boolean paced,
      OperatorChannel desk,
      EpisodeObserver watching) {
    // Simulated time that flies goes at a person's pace while a person is waited for.
    long tickNanos = Math.round(1e9 / config.task().timing().policyRateHz());
    Runnable whileWaiting = paced ? () -> {} : () -> LockSupport.parkNanos(tickNanos);
    return new Surroundings(rig, desk, whileWaiting, watching);
  }
}
