package minitaur.controller.safety;

import minitaur.controller.episode.EpisodeEnd;

/** What the supervisor decided about one tick. */
public sealed interface Verdict {
  /** Nothing is wrong. */
  Verdict CONTINUE = new Continue();

  /** The episode goes on. */
  record Continue() implements Verdict {}

  /** The episode is over; the motors yield softly. */
  record EndEpisode(EpisodeEnd end) implements Verdict {}

  /** The episode is over and no motor may be driven any more. */
  record StopMotors(EpisodeEnd end) implements Verdict {}
}
