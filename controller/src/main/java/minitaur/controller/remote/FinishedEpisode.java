package minitaur.controller.remote;

import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorCounts;

/**
 * Summary and operator cost of an episode of a collector.
 *
 * @param summary of the episode
 * @param cost operator counts since the previous episode
 */
record FinishedEpisode(EpisodeSummary summary, OperatorCounts cost) {}
