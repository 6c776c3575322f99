package minitaur.controller.learn.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.hal.random.RandomStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replay buffer of plain transitions, for any environment. Each record contains state, action,
 * reward, next state and discount as floats, in this order, about {@code 8 x state} bytes per
 * transition. {@link CompactReplayBuffer} stores the robot's transitions, whose states overlap, in
 * a tenth of that.
 *
 * <p>Not thread-safe.
 */
public final class TransitionReplayBuffer implements Replay {
  private static final Logger LOG = LoggerFactory.getLogger(TransitionReplayBuffer.class);

  private final ReplayFile file;
  private final int capacity;
  private final int stateSize;
  private final int actionSize;
  private final long[] damagedBits;
  private final long[] intactBits;
  private long damaged;

  private TransitionReplayBuffer(ReplayFile file, int capacity, EnvironmentSpec spec) {
    this.file = file;
    this.capacity = capacity;
    stateSize = spec.stateSize();
    actionSize = spec.actionSize();
    damagedBits = new long[file.slots() / Long.SIZE + 1];
    intactBits = new long[damagedBits.length];
    verifyWindow();
  }

  /**
   * Opens the replay file at {@code path}, or creates it.
   *
   * @param capacity maximum number of transitions
   * @param slack number of transitions that can be appended after a checkpoint and still be rewound
   * @throws IOException if the file cannot be used; the message states the reason and a remedy
   */
  public static TransitionReplayBuffer open(
      Path path, EnvironmentSpec spec, int capacity, int slack) throws IOException {
    int bytes = 4 * (2 * spec.stateSize() + spec.actionSize() + 2);
    return new TransitionReplayBuffer(
        ReplayFile.open(path, bytes, capacity, capacity + slack + 1L), capacity, spec);
  }

  /**
   * Appends a transition.
   *
   * @param state {@code [state]}. Not modified, not kept.
   * @param action {@code [action]}. Not modified, not kept.
   * @param nextState {@code [state]}. Not modified, not kept.
   * @param discount 0 if the episode terminated with this transition, else 1
   */
  public void append(
      float[] state, float[] action, float reward, float[] nextState, float discount) {
    file.put(0, state, stateSize);
    file.put(stateSize, action, actionSize);
    file.put(rewardWord(), reward);
    file.put(rewardWord() + 1, nextState, stateSize);
    file.put(rewardWord() + 1 + stateSize, discount);
    setBit(intactBits, file.head(), false);
    setDamaged(file.head(), false);
    file.append();
    if (file.head() > capacity) {
      setDamaged(file.head() - 1 - capacity, false); // This record leaves the window.
    }
  }

  private int rewardWord() {
    return stateSize + actionSize;
  }

  @Override
  public int size() {
    return (int) (file.head() - tail() - damaged);
  }

  private long tail() {
    return Math.max(0, file.head() - capacity);
  }

  @Override
  public void sample(TransitionBatch batch, RandomStream random) {
    for (int row = 0; row < batch.size; row++) {
      copy(drawIndex(random), batch, row);
    }
  }

  @Override
  public void newest(TransitionBatch batch) {
    int row = batch.size;
    for (long index = file.head() - 1; index >= tail() && row > 0; index--) {
      if (isUsable(index)) {
        row--;
        copy(index, batch, row);
      }
    }
    if (row == batch.size) {
      throw new IllegalStateException("the replay buffer contains no transition");
    }
    for (int missing = row - 1; missing >= 0; missing--) {
      batch.copyRow(row, missing);
    }
  }

  private void copy(long index, TransitionBatch batch, int row) {
    batch.records[row] = index;
    file.getFloats(index, 0, batch.states, row * stateSize, stateSize);
    file.getFloats(index, stateSize, batch.actions, row * actionSize, actionSize);
    batch.rewards[row] = file.getFloat(index, rewardWord());
    file.getFloats(index, rewardWord() + 1, batch.nextStates, row * stateSize, stateSize);
    batch.discounts[row] = file.getFloat(index, rewardWord() + 1 + stateSize);
  }

  private long drawIndex(RandomStream random) {
    while (size() > 0) {
      long index = tail() + random.nextInt((int) (file.head() - tail()));
      if (isUsable(index)) {
        return index;
      }
    }
    throw new IllegalStateException("the replay buffer contains no transition");
  }

  private boolean isUsable(long index) {
    if (isSet(intactBits, index)) {
      return true;
    }
    if (isSet(damagedBits, index)) {
      return false;
    }
    boolean intact = file.isIntact(index);
    setBit(intactBits, index, intact);
    setDamaged(index, !intact);
    return intact;
  }

  private void verifyWindow() {
    Arrays.fill(intactBits, 0);
    Arrays.fill(damagedBits, 0);
    damaged = 0;
    for (long index = tail(); index < file.head(); index++) {
      boolean intact = file.isIntact(index);
      setBit(intactBits, index, intact);
      setDamaged(index, !intact);
    }
  }

  private void setDamaged(long index, boolean isDamaged) {
    if (isSet(damagedBits, index) != isDamaged) {
      setBit(damagedBits, index, isDamaged);
      damaged += isDamaged ? 1 : -1;
    }
  }

  private boolean isSet(long[] bits, long index) {
    int slot = file.slot(index);
    return (bits[slot / Long.SIZE] & (1L << slot)) != 0;
  }

  private void setBit(long[] bits, long index, boolean value) {
    int slot = file.slot(index);
    long bit = 1L << slot;
    bits[slot / Long.SIZE] = value ? bits[slot / Long.SIZE] | bit : bits[slot / Long.SIZE] & ~bit;
  }

  @Override
  public long id() {
    return file.id();
  }

  @Override
  public long head() {
    return file.head();
  }

  @Override
  public long damaged() {
    return damaged;
  }

  @Override
  public void restore(long id, long head, boolean keepLater) throws IOException {
    if (file.id() != id) {
      throw new IOException("it belongs to another run, or was replaced");
    }
    if (!keepLater) {
      try {
        file.rewind(head, Math.max(0, head - capacity));
      } catch (IllegalStateException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    if (head > file.head() || (head > 0 && !file.isIntact(head - 1))) {
      throw new IOException("it no longer contains " + head + " records");
    }
    verifyWindow();
    if (damaged > 0) {
      LOG.warn(
          "{} of the replay buffer's {} transitions are corrupted. They are excluded.",
          damaged,
          file.head() - tail());
    }
  }

  @Override
  public void force() {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
