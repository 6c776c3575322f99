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
public abstract class Replay implements Closeable {
  final ReplayFile file;
  final RecordChecks checks;

  Replay(ReplayFile file) {
    this.file = file;
    checks = new RecordChecks(file);
  }

  /** Number of transitions that batches are sampled from. */
  public abstract int size();

  /**
   * Restores the state in which {@link #head} was {@code head}.
   *
   * @param id expected id of the file
   * @param keepLater whether to keep the records that were appended since
   * @throws IOException if the file is another one or no longer contains that state; the message is
   *     meant to follow the name of the file
   */
  public abstract void restore(long id, long head, boolean keepLater) throws IOException;

  /** Index of the oldest record from which transitions are sampled. */
  abstract long tail();

  /** Whether a record starts a complete transition that is not corrupted. */
  abstract boolean isUsable(long index);

  /** Copies the transition that starts at a record. */
  abstract void copy(long index, TransitionBatch batch, int row);

  /**
   * Samples a batch uniformly and with replacement. Allocates nothing.
   *
   * @param batch Modified.
   * @param random source of randomness
   * @throws IllegalStateException if there is no transition
   */
  public final void sample(TransitionBatch batch, RandomStream random) {
    for (int row = 0; row < batch.size; row++) {
      copy(drawIndex(random), batch, row);
    }
  }

  /**
   * Copies the newest transitions in chronological order. If there are fewer than the batch size,
   * the oldest one is repeated at the beginning. Allocates nothing.
   *
   * @param batch Modified.
   * @throws IllegalStateException if there is no transition
   */
  public final void newest(TransitionBatch batch) {
    int row = batch.size;
    for (long index = head() - 1; index >= tail() && row > 0; index--) {
      if (isUsable(index)) {
        row--;
        copy(index, batch, row);
      }
    }
    if (row == batch.size) {
      throw noTransition();
    }
    for (int missing = row - 1; missing >= 0; missing--) {
      batch.copyRow(row, missing);
    }
  }

  private long drawIndex(RandomStream random) {
    int records = (int) (head() - tail());
    while (size() > 0) {
      long index = tail() + random.nextInt(records);
      if (isUsable(index)) {
        return index;
      }
    }
    throw noTransition();
  }

  private static IllegalStateException noTransition() {
    return new IllegalStateException("the replay buffer contains no transition");
  }

  /**
   * Rejects a file that is not that of the run to be restored.
   *
   * @throws IOException if it has another id
   */
  final void requireId(long id) throws IOException {
    if (file.id() != id) {
      throw new IOException("it belongs to another run, or was replaced");
    }
  }

  /** Unique id of the file. */
  public final long id() {
    return file.id();
  }

  /** Number of records appended and not rewound. */
  public final long head() {
    return file.head();
  }

  /** Number of corrupted records, which are excluded. */
  public final long damaged() {
    return checks.excluded();
  }

  /** Flushes everything to the disk, so that it survives a power loss. Slow. */
  public final void force() {
    file.force();
  }

  @Override
  public final void close() throws IOException {
    file.close();
  }
}
