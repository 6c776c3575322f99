package minitaur.controller.remote;

import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorCounts;

/**
 * What became of an episode of a collector.
 *
 * @param summary of the episode
 * @param cost since the episode before
 */
record FinishedEpisode(EpisodeSummary summary, OperatorCounts cost) {}
