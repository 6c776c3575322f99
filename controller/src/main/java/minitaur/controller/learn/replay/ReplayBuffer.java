package minitaur.controller.learn.replay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.random.RandomStream;

/**
 * Remembers the newest transitions in a memory-mapped file and draws batches from them uniformly.
 * Observations are stored once, 12 numbers each; states of 112 numbers are built from neighbouring
 * records when a batch is drawn.
 *
 * <p>Batches are drawn from the <em>window</em>: the newest records that hold at most {@code
 * capacity} transitions, at most capacity + capacity / 8 records (observations after an episode's
 * last step and gaps take records too). Behind the window the ring has {@link #slack()} records
 * more. So a run that was killed can go back to the {@link #head()} of its last checkpoint and find
 * that window unharmed, if it appended no more than that many records since.
 *
 * <p>One thread appends and draws. Neither allocates. A process that is killed loses nothing that
 * was appended; for a loss of power see {@link #force()}.
 */
public final class ReplayBuffer implements Closeable {
  /** Smallest capacity, transitions. */
  public static final int MINIMUM_CAPACITY = 100;

  private final ReplayFile file;
  private final int capacity;
  private final int windowRecords;
  private final int slack;

  /** First record of the window. */
  private long tail;

  /** Transitions in the window whose next observation is there too. */
  private int transitions;

  private ReplayBuffer(ReplayFile file, int capacity, int windowRecords, int slack) {
    this.file = file;
    this.capacity = capacity;
    this.windowRecords = windowRecords;
    this.slack = slack;
    measureWindow();
  }

  /**
   * Opens a replay of {@code capacity} transitions with the default slack of an eighth of that: at
   * most 110 bytes a transition and 4096 bytes.
   *
   * @throws IOException when the file cannot be used; the message says why and what to do
   */
  public static ReplayBuffer open(Path path, int capacity) throws IOException {
    return open(path, capacity, capacity / 8 - ObservationLayout.PAST - 1);
  }

  /**
   * Opens the replay in the file at {@code path}, or makes it.
   *
   * @param capacity transitions to remember, at least {@link #MINIMUM_CAPACITY}
   * @param slack records that may be appended after a checkpoint and still be taken back
   * @throws IOException when the file cannot be used; the message says why and what to do
   */
  public static ReplayBuffer open(Path path, int capacity, int slack) throws IOException {
    if (capacity < MINIMUM_CAPACITY) {
      throw new IllegalArgumentException(
          "replay capacity is " + capacity + "; it must be at least " + MINIMUM_CAPACITY);
    }
    if (slack < 0) {
      throw new IllegalArgumentException("replay slack is " + slack + "; it must be at least 0");
    }
    long windowRecords = capacity + (long) capacity / 8;
    // States at the window's begin need the records before it, and one slot may be half written.
    long slots = windowRecords + ObservationLayout.PAST + slack + 1;
    if (slots > Integer.MAX_VALUE) {
      throw new IOException(
          path
              + ": a replay of "
              + capacity
              + " transitions needs more than the 2 GiB that one file"
              + " can hold; choose a smaller capacity");
    }
    ReplayFile file = ReplayFile.open(path, capacity, (int) slots);
    return new ReplayBuffer(file, capacity, (int) windowRecords, slack);
  }

  /** Transitions that are remembered at most. */
  public int capacity() {
    return capacity;
  }

  /**
   * Records that may be appended after a checkpoint and still be taken back with {@link #rewind}.
   */
  public int slack() {
    return slack;
  }

  /** Transitions that batches are drawn from. */
  public int size() {
    return transitions;
  }

  /** Records ever appended and not taken back. */
  public long head() {
    return file.head();
  }

  /**
   * Index of the first record that batches are drawn from; {@link #read} reaches from here to
   * {@link #head()}.
   */
  public long tail() {
    return tail;
  }

  /**
   * Appends a record: the next step of the episode under way, or step 0 of a new one.
   *
   * @param record Not modified, not kept.
   * @throws IllegalArgumentException when the step is neither
   */
  public void append(ReplayRecord record) {
    long head = file.head();
    boolean continues = record.step > 0;
    if (record.step < 0
        || record.step > ReplayFile.MAXIMUM_STEP
        || (continues && (head == 0 || !isFollowedBy(head - 1, record.step)))) {
      throw new IllegalArgumentException(
          "step " + record.step + " does not follow the record before it");
    }
    file.append(record);
    if (continues && file.kind(head - 1).isTransition()) {
      transitions++;
    }
    while (tail < file.head() - windowRecords || transitions > capacity) {
      if (isComplete(tail)) {
        transitions--;
      }
      tail++;
    }
  }

  /**
   * Draws a batch, uniformly and with replacement.
   *
   * @param batch transitions to draw
   * @param random where the draw comes from
   * @param states {@code [batch x 112]}. Modified.
   * @param actions {@code [batch x 8]}. Modified.
   * @param rewards {@code [batch]}. Modified.
   * @param nextStates {@code [batch x 112]}. Modified.
   * @param discounts {@code [batch]} 0 where the episode terminated with the step, else 1.
   *     Modified.
   * @param powers {@code [batch]} mean electrical power over the step, W. Modified.
   * @throws IllegalStateException when there is no transition yet
   */
  public void sample(
      int batch,
      RandomStream random,
      float[] states,
      float[] actions,
      float[] rewards,
      float[] nextStates,
      float[] discounts,
      float[] powers) {
    if (transitions == 0) {
      throw new IllegalStateException("the replay holds no transition yet");
    }
    for (int row = 0; row < batch; row++) {
      long index = draw(random);
      file.action(index, actions, row * ObservationLayout.ACTION);
      fillState(index, states, row * ObservationLayout.STATE);
      fillNextState(index, states, nextStates, row * ObservationLayout.STATE);
      rewards[row] = file.reward(index);
      powers[row] = file.power(index);
      discounts[row] = file.kind(index) == ReplayRecord.Kind.TRANSITION_TERMINATED ? 0 : 1;
    }
  }

  /**
   * Reads one record, to go through stored episodes in order.
   *
   * @param index from {@link #tail()} to {@link #head()} - 1
   * @param record Modified.
   */
  public void read(long index, ReplayRecord record) {
    if (index < tail || index >= file.head()) {
      throw new IndexOutOfBoundsException(
          "record " + index + " is not in the window " + tail + " .. " + (file.head() - 1));
    }
    record.step = file.step(index);
    record.kind = file.kind(index);
    file.observation(index, record.observation, 0);
    file.action(index, record.action, 0);
    record.reward = file.reward(index);
    record.power = file.power(index);
  }

  /**
   * Takes back every record from {@code head} on, so that the replay is as it was when that was its
   * {@link #head()}.
   *
   * @throws IllegalStateException when that state is no longer, or not yet, in the file
   */
  public void rewind(long head) {
    if (head < 0 || head > file.head()) {
      throw new IllegalStateException(
          "the replay cannot be taken to record "
              + head
              + ": it holds "
              + file.head()
              + ", so it is not the file that the checkpoint was made with, or it lost records");
    }
    long firstIntact = file.highestHead() + 1 - file.slots();
    long firstNeeded = Math.max(0, windowBegin(head) - ObservationLayout.PAST);
    if (firstNeeded < firstIntact) {
      throw new IllegalStateException(
          "the replay cannot be taken back to record "
              + head
              + ": "
              + (file.highestHead() - head)
              + " records were appended since and have overwritten what was there, at most "
              + slack
              + " may be; make checkpoints more often or the replay larger");
    }
    file.setHead(head);
    measureWindow();
  }

  /** Writes everything to the disk, so that a loss of power loses nothing either. Slow. */
  public void force() {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private long windowBegin(long head) {
    return Math.max(0, head - windowRecords);
  }

  /**
   * Finds the window from the records alone, the same one that appending them one by one arrives
   * at.
   */
  private void measureWindow() {
    long begin = windowBegin(file.head());
    tail = file.head();
    transitions = 0;
    while (tail > begin) {
      boolean complete = isComplete(tail - 1);
      if (complete && transitions == capacity) {
        return;
      }
      if (complete) {
        transitions++;
      }
      tail--;
    }
  }

  /** Whether the record is a transition and what was seen after it is there too. */
  private boolean isComplete(long index) {
    return index + 1 < file.head()
        && file.kind(index).isTransition()
        && isFollowedBy(index, file.step(index + 1));
  }

  /**
   * Whether {@code step} is the next one of the record's episode; it is not when the run was killed
   * between them.
   */
  private boolean isFollowedBy(long index, int step) {
    return file.kind(index) != ReplayRecord.Kind.FINAL_OBSERVATION && file.step(index) + 1 == step;
  }

  private long draw(RandomStream random) {
    int records = (int) (file.head() - tail);
    long index;
    do {
      index = tail + random.nextInt(records);
    } while (!isComplete(index));
    return index;
  }

  /** Builds the state of the record at {@code index}. */
  private void fillState(long index, float[] states, int offset) {
    int step = file.step(index);
    for (int age = 0; age <= ObservationLayout.PAST; age++) {
      file.observation(
          index - Math.min(age, step), states, offset + age * ObservationLayout.OBSERVATION);
    }
    int pastActions = offset + ObservationLayout.PAST_ACTIONS;
    int known = Math.min(ObservationLayout.PAST, step);
    for (int age = 1; age <= known; age++) {
      file.action(index - age, states, pastActions + (age - 1) * ObservationLayout.ACTION);
    }
    Arrays.fill(
        states,
        pastActions + known * ObservationLayout.ACTION,
        pastActions + ObservationLayout.PAST * ObservationLayout.ACTION,
        0);
  }

  /** Builds the state after the record at {@code index} from that record's own, one step older. */
  private void fillNextState(long index, float[] states, float[] nextStates, int offset) {
    file.observation(index + 1, nextStates, offset);
    System.arraycopy(
        states,
        offset,
        nextStates,
        offset + ObservationLayout.PAST_OBSERVATIONS,
        ObservationLayout.PAST * ObservationLayout.OBSERVATION);
    int pastActions = offset + ObservationLayout.PAST_ACTIONS;
    file.action(index, nextStates, pastActions);
    System.arraycopy(
        states,
        pastActions,
        nextStates,
        pastActions + ObservationLayout.ACTION,
        (ObservationLayout.PAST - 1) * ObservationLayout.ACTION);
  }
}
