package minitaur.controller.learn.replay;

import java.io.IOException;
import minitaur.controller.learn.TransitionBatch;
import minitaur.hal.random.RandomStream;

/** A replay buffer whose records are the newest ones of a {@link ReplayFile}. */
abstract class MappedReplayBuffer implements Replay {
  final ReplayFile file;
  final RecordChecks checks;

  MappedReplayBuffer(ReplayFile file) {
    this.file = file;
    checks = new RecordChecks(file);
  }

  /** Index of the oldest record from which transitions are sampled. */
  abstract long tail();

  /** Whether a record starts a complete transition that is not corrupted. */
  abstract boolean isUsable(long index);

  /** Copies the transition that starts at a record. */
  abstract void copy(long index, TransitionBatch batch, int row);

  @Override
  public final void sample(TransitionBatch batch, RandomStream random) {
    for (int row = 0; row < batch.size; row++) {
      copy(drawIndex(random), batch, row);
    }
  }

  @Override
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

  @Override
  public final long id() {
    return file.id();
  }

  @Override
  public final long head() {
    return file.head();
  }

  @Override
  public final long damaged() {
    return checks.excluded();
  }

  @Override
  public final void force() {
    file.force();
  }

  @Override
  public final void close() throws IOException {
    file.close();
  }
}
