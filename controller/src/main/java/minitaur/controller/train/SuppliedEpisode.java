package minitaur.controller.train;

import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.operator.OperatorCounts;

/** A whole episode that was collected elsewhere. */
public interface SuppliedEpisode {
  /**
   * What became of it.
   *
   * @param index which episode of the training it is
   */
  EpisodeSummary summary(int index);

  /** What it cost where it was collected, with what came between it and the episode before. */
  OperatorCounts cost();

  /** Steps and, where there is one, the observation after the last of them. */
  int records();

  /**
   * How many of its records, from the first on, were complete when it had come to a step. A record
   * needs a pose, which comes late.
   *
   * @param steps that had been taken
   * @param first so many are known to have been complete
   */
  int recordsAfter(int steps, int first);

  /**
   * Appends some of its records.
   *
   * @param first from here on
   * @param end up to the one before this
   */
  void appendTo(ReplayBuffer replay, int first, int end);
}
