package minitaur.controller.learn.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.task.ObservationLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the newest transitions in a memory-mapped file and samples batches from them uniformly.
 * Each observation, 12 numbers, is stored once; states of 112 numbers are built from neighboring
 * records when a batch is sampled.
 *
 * <p>Batches are sampled from the <em>window</em>: the newest records that contain at most {@code
 * capacity} transitions and at most capacity + capacity / 9 records (observations after an
 * episode's last step and gaps also occupy records). In addition to the window the ring buffer
 * holds {@code slack} older records. A run that was killed can therefore rewind to the {@link
 * #head()} of its last checkpoint with the window of that time intact, if it has appended no more
 * than that many records since.
 *
 * <p>Not thread-safe. Appending and sampling allocate nothing. Appended records survive a killed
 * process; for power loss see {@link #force()}.
 */
public final class CompactReplayBuffer extends Replay {
  private static final Logger LOG = LoggerFactory.getLogger(CompactReplayBuffer.class);

  // A record has 88 bytes: observation, 12 floats; action, 8 floats; reward, 1 float; 1 int with
  // the kind in bits 0-1, the step in bits 2-21 and the power in bits 22-31.
  private static final int ACTION_WORD = ObservationLayout.OBSERVATION_SIZE;
  private static final int REWARD_WORD = ACTION_WORD + ObservationLayout.ACTION_SIZE;
  private static final int PACKED_WORD = REWARD_WORD + 1;
  private static final int RECORD_BYTES = 4 * (PACKED_WORD + 1);
  private static final int STEP_SHIFT = 2;
  private static final int POWER_SHIFT = 22;

  /** Maximum power that can be stored; power is stored in units of 4 W. */
  private static final float MAX_POWER_WATTS = 4092;

  private static final float WATTS_PER_UNIT = 4;

  /** Maximum step that can be stored. */
  private static final int MAX_STEP = (1 << 20) - 1;

  /** Minimum capacity, transitions. */
  public static final int MIN_CAPACITY = 100;

  private final int capacity;
  private final int windowRecords;
  private final int slack;

  /** First record of the window. */
  private long tail;

  /** Number of transitions in the window whose next observation is also stored. */
  private int transitions;

  private CompactReplayBuffer(ReplayFile file, int capacity, int windowRecords, int slack) {
    super(file);
    this.capacity = capacity;
    this.windowRecords = windowRecords;
    this.slack = slack;
    verifyWindow();
    recomputeWindow();
  }

  /**
   * Opens a replay buffer of {@code capacity} transitions with the default slack of a ninth of the
   * capacity. The file has at most 110 bytes per transition plus 4096 bytes.
   *
   * @throws IOException if the file cannot be used; the message states the reason and a remedy
   */
  public static CompactReplayBuffer open(Path path, int capacity) throws IOException {
    return open(path, capacity, defaultSlack(capacity));
  }

  /** Number of records according to the header of a file; 0 if the file does not exist. */
  public static long records(Path path) throws IOException {
    return ReplayFile.records(path);
  }

  /** The slack with which the file has at most 110 bytes per transition plus 4096 bytes. */
  public static int defaultSlack(int capacity) {
    return Math.max(0, capacity / 9 - ObservationLayout.HISTORY_LENGTH - 1);
  }

  /**
   * Opens the replay file at {@code path}, or creates it.
   *
   * @param capacity maximum number of transitions, at least {@link #MIN_CAPACITY}
   * @param slack number of records that can be appended after a checkpoint and still be rewound
   *     with {@link #rewind}
   * @throws IOException if the file cannot be used; the message states the reason and a remedy
   */
  public static CompactReplayBuffer open(Path path, int capacity, int slack) throws IOException {
    if (capacity < MIN_CAPACITY) {
      throw new IllegalArgumentException(
          "replay capacity is " + capacity + "; it must be at least " + MIN_CAPACITY);
    }
    if (slack < 0) {
      throw new IllegalArgumentException("replay slack is " + slack + "; it must be at least 0");
    }
    long windowRecords = capacity + (long) capacity / 9;
    // States at the start of the window need the records before it, and one slot may be partially
    // written.
    long slots = windowRecords + ObservationLayout.HISTORY_LENGTH + slack + 1;
    ReplayFile file = ReplayFile.open(path, RECORD_BYTES, capacity, slots);
    return new CompactReplayBuffer(file, capacity, (int) windowRecords, slack);
  }

  @Override
  public int size() {
    return transitions;
  }

  /**
   * Index of the first record of the window. {@link #read} accepts indices from here to {@link
   * #head()} - 1.
   */
  @Override
  public long tail() {
    return tail;
  }

  /**
   * Appends a record: the next step of the current episode or step 0 of a new one.
   *
   * @param record Not modified, not kept.
   * @throws IllegalArgumentException if the step is neither
   */
  public void append(ReplayRecord record) {
    long head = file.head();
    boolean continuesEpisode = record.step > 0;
    if (record.step < 0
        || record.step > MAX_STEP
        || (continuesEpisode && (head == 0 || !canFollow(head - 1, record.step)))) {
      throw new IllegalArgumentException(
          "step " + record.step + " does not follow the record before it");
    }
    file.put(0, record.observation, ObservationLayout.OBSERVATION_SIZE);
    file.put(ACTION_WORD, record.action, ObservationLayout.ACTION_SIZE);
    file.put(REWARD_WORD, record.reward);
    int power = Math.round(Math.max(0, Math.min(MAX_POWER_WATTS, record.power)) / WATTS_PER_UNIT);
    file.put(PACKED_WORD, power << POWER_SHIFT | record.step << STEP_SHIFT | record.kind.ordinal());
    checks.forget(head);
    file.append();
    if (continuesEpisode && isComplete(head - 1)) {
      transitions++;
    }
    while (tail < file.head() - windowRecords || transitions > capacity) {
      if (isComplete(tail)) {
        transitions--;
      }
      tail++;
    }
  }

  @Override
  boolean isUsable(long index) {
    return isComplete(index) && isVerified(index);
  }

  @Override
  void copy(long index, TransitionBatch batch, int row) {
    batch.records[row] = index;
    action(index, batch.actions, row * ObservationLayout.ACTION_SIZE);
    fillState(index, batch.states, row * ObservationLayout.STATE_SIZE);
    fillNextState(index, batch.states, batch.nextStates, row * ObservationLayout.STATE_SIZE);
    batch.rewards[row] = file.getFloat(index, REWARD_WORD);
    batch.powers[row] = power(index);
    batch.discounts[row] = kind(index) == ReplayRecord.Kind.TRANSITION_TERMINATED ? 0 : 1;
  }

  /**
   * Reads one record, for iterating over stored episodes in order.
   *
   * @param index from {@link #tail()} to {@link #head()} - 1
   * @param record Modified.
   */
  public void read(long index, ReplayRecord record) {
    if (index < tail || index >= file.head()) {
      throw new IndexOutOfBoundsException(
          "record " + index + " is not in the window " + tail + " .. " + (file.head() - 1));
    }
    record.step = step(index);
    record.kind = kind(index);
    observation(index, record.observation, 0);
    action(index, record.action, 0);
    record.reward = file.getFloat(index, REWARD_WORD);
    record.power = power(index);
  }

  /**
   * Removes all records from {@code head} on, which restores the state of the replay buffer when
   * that was its {@link #head()}.
   *
   * @throws IOException if the file no longer contains, or never contained, that state
   */
  public void rewind(long head) throws IOException {
    file.rewind(head, Math.max(0, windowStart(head) - ObservationLayout.HISTORY_LENGTH));
    verifyWindow();
    recomputeWindow();
  }

  @Override
  public void restore(long id, long head, boolean keepLater) throws IOException {
    requireId(id);
    if (!isHeaderPlausible(head, keepLater)) {
      long end = head;
      while (end - head <= windowRecords + (long) slack && file.isIntact(end)) {
        end++;
      }
      LOG.warn(
          "The replay buffer's header is corrupted: it reports {} records. Using its {} complete"
              + " records.",
          file.head(),
          end);
      file.resetHead(end);
    }
    if (!keepLater) {
      rewind(head);
    } else {
      verifyWindow();
      recomputeWindow();
    }
    long records = file.head() - windowStart(file.head());
    if (damaged() > 0 && damaged() >= records) {
      throw new IOException("all of its records are corrupted");
    }
    if (damaged() > 0) {
      LOG.warn(
          "{} of the replay buffer's {} records are corrupted. They are excluded; {} transitions"
              + " remain for training.",
          damaged(),
          records,
          transitions);
    }
  }

  /** Whether the heads in the header are consistent with the records and with an earlier head. */
  private boolean isHeaderPlausible(long earlierHead, boolean neverRewound) {
    long head = file.head();
    long highest = file.highestHead();
    if (neverRewound && head != highest) {
      return false;
    }
    if (head < earlierHead && file.isIntact(earlierHead - 1)) {
      return false;
    }
    return (head == 0 || file.isIntact(head - 1)) && (highest == 0 || file.isIntact(highest - 1));
  }

  /** Verifies the checksum of each record that is used to build states of the window. */
  private void verifyWindow() {
    checks.verifyFrom(Math.max(0, windowStart(file.head()) - ObservationLayout.HISTORY_LENGTH));
  }

  /**
   * Verifies the checksums of the records that a transition is built from, unless already verified.
   *
   * @return whether all match; records that do not match are excluded from then on
   */
  private boolean isVerified(long index) {
    if (!verify(index) || !verify(index + 1)) {
      return false;
    }
    for (int age = Math.min(ObservationLayout.HISTORY_LENGTH, step(index)); age > 0; age--) {
      if (!verify(index - age)) {
        return false;
      }
    }
    return true;
  }

  private boolean verify(long index) {
    if (!checks.isIntact(index)) {
      exclude(index);
      return false;
    }
    return true;
  }

  private void exclude(long index) {
    long first = Math.max(tail, index - 1);
    long end = Math.min(file.head(), index + ObservationLayout.HISTORY_LENGTH + 1);
    int before = countComplete(first, end);
    checks.exclude(index);
    transitions -= before - countComplete(first, end);
    if (Long.bitCount(damaged()) == 1) {
      LOG.warn(
          "Record {} of the replay buffer is corrupted; {} corrupted records are excluded so far.",
          index,
          damaged());
    }
  }

  private int countComplete(long first, long end) {
    int count = 0;
    for (long index = first; index < end; index++) {
      count += isComplete(index) ? 1 : 0;
    }
    return count;
  }

  /** Whether none of the records that a transition is built from is known to be corrupted. */
  private boolean isUndamaged(long index) {
    if (damaged() == 0) {
      return true;
    }
    for (long i = Math.max(0, index - ObservationLayout.HISTORY_LENGTH); i <= index + 1; i++) {
      if (checks.isExcluded(i)) {
        return false;
      }
    }
    return true;
  }

  private long windowStart(long head) {
    return Math.max(0, head - windowRecords);
  }

  /**
   * Determines the window from the records alone; the result is the same as after appending them
   * one by one.
   */
  private void recomputeWindow() {
    long begin = windowStart(file.head());
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

  /** Whether the record is a transition whose next observation is stored. */
  private boolean isComplete(long index) {
    return index + 1 < file.head()
        && isUndamaged(index)
        && kind(index).isTransition()
        && isFollowedBy(index, step(index + 1));
  }

  /**
   * Whether {@code step} is the next step of the record's episode. It is not if the run was killed
   * between the two.
   */
  private boolean isFollowedBy(long index, int step) {
    return kind(index) != ReplayRecord.Kind.FINAL_OBSERVATION && step(index) + 1 == step;
  }

  /**
   * Whether a record with {@code step} may be appended after the record at {@code index}; always
   * true if that one is corrupted.
   */
  private boolean canFollow(long index, int step) {
    return isFollowedBy(index, step) || !file.isIntact(index);
  }

  private int step(long index) {
    return file.getInt(index, PACKED_WORD) >>> STEP_SHIFT & MAX_STEP;
  }

  private ReplayRecord.Kind kind(long index) {
    return ReplayRecord.Kind.of(file.getInt(index, PACKED_WORD) & (ReplayRecord.Kind.COUNT - 1));
  }

  private float power(long index) {
    return (file.getInt(index, PACKED_WORD) >>> POWER_SHIFT) * WATTS_PER_UNIT;
  }

  private void observation(long index, float[] out, int offset) {
    file.getFloats(index, 0, out, offset, ObservationLayout.OBSERVATION_SIZE);
  }

  private void action(long index, float[] out, int offset) {
    file.getFloats(index, ACTION_WORD, out, offset, ObservationLayout.ACTION_SIZE);
  }

  /** Builds the state of the record at {@code index}. */
  private void fillState(long index, float[] states, int offset) {
    int step = step(index);
    for (int age = 0; age <= ObservationLayout.HISTORY_LENGTH; age++) {
      observation(
          index - Math.min(age, step), states, offset + age * ObservationLayout.OBSERVATION_SIZE);
    }
    int pastActions = offset + ObservationLayout.PAST_ACTIONS;
    int known = Math.min(ObservationLayout.HISTORY_LENGTH, step);
    for (int age = 1; age <= known; age++) {
      action(index - age, states, pastActions + (age - 1) * ObservationLayout.ACTION_SIZE);
    }
    Arrays.fill(
        states,
        pastActions + known * ObservationLayout.ACTION_SIZE,
        pastActions + ObservationLayout.HISTORY_LENGTH * ObservationLayout.ACTION_SIZE,
        0);
  }

  /**
   * Builds the state after the record at {@code index} by shifting that record's state by one step.
   */
  private void fillNextState(long index, float[] states, float[] nextStates, int offset) {
    observation(index + 1, nextStates, offset);
    System.arraycopy(
        states,
        offset,
        nextStates,
        offset + ObservationLayout.PAST_OBSERVATIONS,
        ObservationLayout.HISTORY_LENGTH * ObservationLayout.OBSERVATION_SIZE);
    int pastActions = offset + ObservationLayout.PAST_ACTIONS;
    action(index, nextStates, pastActions);
    System.arraycopy(
        states,
        pastActions,
        nextStates,
        pastActions + ObservationLayout.ACTION_SIZE,
        (ObservationLayout.HISTORY_LENGTH - 1) * ObservationLayout.ACTION_SIZE);
  }
}
