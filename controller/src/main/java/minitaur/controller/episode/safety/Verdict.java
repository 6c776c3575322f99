package minitaur.controller.episode.safety;

import org.jspecify.annotations.Nullable;

/** Decision of the supervisor on one tick. */
public sealed interface Verdict {
  /** No limit is violated. */
  Verdict CONTINUE = new Continue();

  /** How a verdict ends the episode; null if it continues. */
  static @Nullable EpisodeEnd end(Verdict verdict) {
    if (verdict instanceof StopMotors stop) {
      return stop.end();
    }
    return verdict instanceof EndEpisode episode ? episode.end() : null;
  }

  /** The episode continues. */
  record Continue() implements Verdict {}

  /** The episode is over; the motors are in damping mode. */
  record EndEpisode(EpisodeEnd end) implements Verdict {}

  /** The episode is over and no motor may be driven. */
  record StopMotors(EpisodeEnd end) implements Verdict {}
}
