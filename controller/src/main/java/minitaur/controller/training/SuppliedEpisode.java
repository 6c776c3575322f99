package minitaur.controller.training;

import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.replay.ReplayBuffer;

/** A whole episode that was collected elsewhere. */
public interface SuppliedEpisode {
  /**
   * What became of it.
   *
   * @param index which episode of the training it is
   */
  EpisodeSummary summary(int index);

  /** Appends all of its steps. */
  void appendTo(ReplayBuffer replay);
}
