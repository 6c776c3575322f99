package minitaur.controller.train;

import java.util.concurrent.locks.LockSupport;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.operator.OperatorDesk;
import minitaur.controller.robot.Rig;

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
    Rig rig, OperatorDesk desk, Runnable whileWaiting, EpisodeObserver watching) {
  /** A training whose episodes nobody watches. */
  public Surroundings(Rig rig, OperatorDesk desk, Runnable whileWaiting) {
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
      Rig rig,
      boolean paced,
      OperatorDesk desk,
      EpisodeObserver watching) {
    // Simulated time that flies goes at a person's pace while a person is waited for.
    long tickNanos = Math.round(1e9 / config.task().policyRateHz());
    Runnable whileWaiting = paced ? () -> {} : () -> LockSupport.parkNanos(tickNanos);
    return new Surroundings(rig, desk, whileWaiting, watching);
  }
}
