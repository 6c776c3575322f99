package minitaur.controller.training;

import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.operator.OperatorDesk;
import minitaur.controller.rig.Rig;

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
}
