package minitaur.controller.learn.replay;

import java.io.IOException;
import java.nio.file.Path;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.TransitionBatch;
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
public final class TransitionReplayBuffer extends Replay {
  private static final Logger LOG = LoggerFactory.getLogger(TransitionReplayBuffer.class);

  private final int capacity;
  private final int stateSize;
  private final int actionSize;

  private TransitionReplayBuffer(ReplayFile file, int capacity, EnvironmentSpec spec) {
    super(file);
    this.capacity = capacity;
    stateSize = spec.stateSize();
    actionSize = spec.actionSize();
    checks.verifyFrom(tail());
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
    checks.forget(file.head());
    file.append();
    if (file.head() > capacity) {
      checks.forget(file.head() - 1 - capacity); // This record leaves the window.
    }
  }

  private int rewardWord() {
    return stateSize + actionSize;
  }

  @Override
  public int size() {
    return (int) (file.head() - tail() - checks.excluded());
  }

  @Override
  long tail() {
    return Math.max(0, file.head() - capacity);
  }

  @Override
  void copy(long index, TransitionBatch batch, int row) {
    batch.records[row] = index;
    file.getFloats(index, 0, batch.states, row * stateSize, stateSize);
    file.getFloats(index, stateSize, batch.actions, row * actionSize, actionSize);
    batch.rewards[row] = file.getFloat(index, rewardWord());
    file.getFloats(index, rewardWord() + 1, batch.nextStates, row * stateSize, stateSize);
    batch.discounts[row] = file.getFloat(index, rewardWord() + 1 + stateSize);
  }

  @Override
  boolean isUsable(long index) {
    if (!checks.isIntact(index)) {
      checks.exclude(index);
      return false;
    }
    return true;
  }

  @Override
  public void restore(long id, long head, boolean keepLater) throws IOException {
    requireId(id);
    if (!keepLater) {
      file.rewind(head, Math.max(0, head - capacity));
    }
    if (head > file.head() || (head > 0 && !file.isIntact(head - 1))) {
      throw new IOException("it no longer contains " + head + " records");
    }
    checks.verifyFrom(tail());
    if (damaged() > 0) {
      LOG.warn(
          "{} of the replay buffer's {} transitions are corrupted. They are excluded.",
          damaged(),
          file.head() - tail());
    }
  }
}
