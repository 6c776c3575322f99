package minitaur.controller.train;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Episodes that were collected by another process, in order of arrival. The source counts the
 * episodes that were taken, so that a training run that returns to a checkpoint receives the later
 * episodes again. Used by one thread.
 */
public interface EpisodeSource {
  /**
   * The next episode; null if none has arrived. Returns the same episode until {@link
   * #acknowledge}.
   */
  @Nullable RemoteEpisode next() throws IOException;

  /** Acknowledges that the episode from {@link #next} is in the replay buffer. */
  void acknowledge() throws IOException;

  /** Persists the acknowledgments and returns the total number of episodes taken. */
  long commit() throws IOException;

  /**
   * Returns to the state in which {@link #commit} returned {@code count}: episodes that were taken
   * later are supplied again, in the same order.
   *
   * @throws IOException if that is no longer possible
   */
  void rewind(long count) throws IOException;

  /** Allows the source to drop the first {@code count} episodes: no rewind goes back further. */
  void release(long count) throws IOException;
}
