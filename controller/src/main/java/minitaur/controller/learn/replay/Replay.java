package minitaur.controller.learn.replay;

import java.io.Closeable;
import java.io.IOException;
import minitaur.controller.learn.TransitionBatch;
import minitaur.hal.random.RandomStream;

/**
 * A replay buffer: the newest transitions of a training run, in a file that outlives the process. A
 * checkpoint of a run stores the file's {@link #id} and {@link #head}, from which {@link #restore}
 * recovers. Checksums are verified when the file is opened and when a record is sampled for the
 * first time. Corrupted records are counted and never sampled.
 */
public interface Replay extends Closeable {

  /** Number of transitions that batches are sampled from. */
  int size();

  /**
   * Samples a batch uniformly and with replacement. Allocates nothing.
   *
   * @param batch Modified.
   * @param random source of randomness
   * @throws IllegalStateException if there is no transition
   */
  void sample(TransitionBatch batch, RandomStream random);

  /**
   * Copies the newest transitions in chronological order. If there are fewer than the batch size,
   * the oldest one is repeated at the beginning. Allocates nothing.
   *
   * @param batch Modified.
   * @throws IllegalStateException if there is no transition
   */
  void newest(TransitionBatch batch);

  /** Unique id of the file. */
  long id();

  /** Number of records appended and not rewound. */
  long head();

  /** Number of corrupted records, which are excluded. */
  long damaged();

  /**
   * Restores the state in which {@link #head} was {@code head}.
   *
   * @param id expected id of the file
   * @param keepLater whether to keep the records that were appended since
   * @throws IOException if the file is another one or no longer contains that state; the message is
   *     meant to follow the name of the file
   */
  void restore(long id, long head, boolean keepLater) throws IOException;

  /** Flushes everything to the disk, so that it survives a power loss. Slow. */
  void force();
}
