package minitaur.controller.train;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Episodes that were collected elsewhere, in the order in which they arrived. It counts those that
 * have been taken, so that a training which goes back to a checkpoint is given again what it had
 * taken after it. One thread takes them.
 */
public interface EpisodeSource {
  /** The next episode; null when none has arrived. Gives the same one until {@link #taken}. */
  @Nullable SuppliedEpisode next() throws IOException;

  /** Notes that the episode which {@link #next} gave is in the replay. */
  void taken() throws IOException;

  /** Makes durable what was noted, and returns how many episodes have been taken in all. */
  long settle() throws IOException;

  /**
   * Goes back to where {@link #settle} returned {@code count}: what was taken later comes again, in
   * the same order.
   *
   * @throws IOException when that is no longer possible
   */
  void rewind(long count) throws IOException;

  /** The training will never go back behind {@code count}. */
  void release(long count) throws IOException;
}
