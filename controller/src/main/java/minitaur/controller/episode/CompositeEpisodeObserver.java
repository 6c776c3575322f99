package minitaur.controller.episode;

import java.util.List;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;

/** Combines several observers into one. */
final class CompositeEpisodeObserver implements EpisodeObserver {
  /** An array, because iterating over a list would allocate an iterator at every step. */
  private final EpisodeObserver[] observers;

  /**
   * @param observers notified in this order. Not modified.
   */
  CompositeEpisodeObserver(List<? extends EpisodeObserver> observers) {
    this.observers = observers.toArray(EpisodeObserver[]::new);
  }

  @Override
  public void begin(int episode, long startNanos) {
    for (EpisodeObserver observer : observers) {
      observer.begin(episode, startNanos);
    }
  }

  @Override
  public void terrain(TerrainShape terrain) {
    for (EpisodeObserver observer : observers) {
      observer.terrain(terrain);
    }
  }

  @Override
  public void block(int index, Pose pose) {
    for (EpisodeObserver observer : observers) {
      observer.block(index, pose);
    }
  }

  @Override
  public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
    for (EpisodeObserver observer : observers) {
      observer.tick(tick, state, command, track);
    }
  }

  @Override
  public void idleTick(RobotState state, MotorCommand command, Track track) {
    for (EpisodeObserver observer : observers) {
      observer.idleTick(state, command, track);
    }
  }

  @Override
  public void pose(Pose pose) {
    for (EpisodeObserver observer : observers) {
      observer.pose(pose);
    }
  }

  @Override
  public void transition(Transition transition) {
    for (EpisodeObserver observer : observers) {
      observer.transition(transition);
    }
  }

  @Override
  public void end(EpisodeSummary summary) {
    for (EpisodeObserver observer : observers) {
      observer.end(summary);
    }
  }
}
