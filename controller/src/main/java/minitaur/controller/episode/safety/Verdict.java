package minitaur.controller.episode.safety;

import org.jspecify.annotations.Nullable;

/** What the supervisor decided about one tick. */
public sealed interface Verdict {
  /** Nothing is wrong. */
  Verdict CONTINUE = new Continue();

  /** What a verdict ends the episode with; null when it goes on. */
  static @Nullable EpisodeEnd end(Verdict verdict) {
    if (verdict instanceof StopMotors stop) {
      return stop.end();
    }
    return verdict instanceof EndEpisode episode ? episode.end() : null;
  }

  /** The episode goes on. */
  record Continue() implements Verdict {}

  /** The episode is over; the motors yield softly. */
  record EndEpisode(EpisodeEnd end) implements Verdict {}

  /** The episode is over and no motor may be driven any more. */
  record StopMotors(EpisodeEnd end) implements Verdict {}
}
