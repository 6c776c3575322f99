package minitaur.controller.learn.replay;

import java.io.Closeable;
import java.io.IOException;
import minitaur.controller.learn.TransitionBatch;
import minitaur.hal.random.RandomStream;

/**
 * The newest transitions of a training, in a file that survives the process. A checkpoint of a run
 * holds the file's {@link #id} and {@link #head}; {@link #restore} goes back to them. Damaged
 * records are found by their checksums when the file is opened and when they are drawn for the
 * first time; they are counted and never drawn.
 */
public interface Replay extends Closeable {
  /** Maximum number of transitions. */
  int capacity();

  /** Transitions that batches are drawn from. */
  int size();

  /**
   * Draws a batch, uniformly and with replacement. Allocates nothing.
   *
   * @param batch Modified.
   * @param random where the draw comes from
   * @throws IllegalStateException when there is no transition
   */
  void sample(TransitionBatch batch, RandomStream random);

  /**
   * Copies the newest transitions in the order of time. Where there are fewer than the batch holds,
   * the oldest one is repeated at its beginning. Allocates nothing.
   *
   * @param batch Modified.
   * @throws IllegalStateException when there is no transition
   */
  void newest(TransitionBatch batch);

  /** Names the file; no other replay has the same id. */
  long id();

  /** Records ever appended and not taken back. */
  long head();

  /** Damaged records that are excluded. */
  long damaged();

  /**
   * Goes back to where {@link #head} was {@code head}.
   *
   * @param id of the file then
   * @param keepLater whether to keep the records that were appended since
   * @throws IOException when the file is another one or no longer holds that state; the message
   *     completes a sentence that begins with the file's name
   */
  void restore(long id, long head, boolean keepLater) throws IOException;

  /** Writes everything to the disk, so that a loss of power loses nothing either. Slow. */
  void force();
}
