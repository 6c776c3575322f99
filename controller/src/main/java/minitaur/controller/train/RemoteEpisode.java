package minitaur.controller.train;

import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.operator.OperatorCounts;

/** A complete episode that was collected by another process. */
public interface RemoteEpisode {
  /**
   * The summary of the episode.
   *
   * @param index index of the episode in the training
   */
  EpisodeSummary summary(int index);

  /** Resets, falls and times at the collector since the previous episode. */
  OperatorCounts counts();

  /** Number of records: steps and, if present, the final observation. */
  int records();

  /**
   * Number of leading records that were complete when the episode reached a step. A record is
   * complete once its pose has arrived, which is delayed.
   *
   * @param steps number of steps taken
   * @param first number of records that are already known to be complete
   */
  int recordsAfter(int steps, int first);

  /**
   * Appends a range of its records.
   *
   * @param first first record
   * @param end end of the range, exclusive
   */
  void appendTo(CompactReplayBuffer replay, int first, int end);
}
