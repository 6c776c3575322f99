package minitaur.controller.learn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import minitaur.controller.learn.TransitionBatch;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactReplayBufferTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void setUp() {
    file = directory.resolve("replay.bin");
  }

  private static ReplayRecord record(int step, ReplayRecord.Kind kind, float value) {
    ReplayRecord record = new ReplayRecord();
    record.step = step;
    record.kind = kind;
    record.observation[0] = value;
    record.action[0] = -value;
    record.reward = value;
    return record;
  }

  private static void fill(CompactReplayBuffer replay, int transitions) {
    for (int step = 0; step <= transitions; step++) {
      replay.append(record(step, ReplayRecord.Kind.TRANSITION, step));
    }
  }

  /** The ring has 125 slots and receives about 80,000 records, so it wraps over 600 times. */
  @Test
  void batchesMatchReferenceReplay() throws IOException {
    int capacity = 100;
    ReferenceReplay reference = new ReferenceReplay(capacity);
    RandomEpisodes episodes = new RandomEpisodes(1);
    RandomStream random = RandomStream.of(1, "batches");
    Batch batch = new Batch(16);
    Set<Float> sampled = new HashSet<>();
    boolean wasFull = false;
    boolean wasBelowCapacity = false;
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, capacity)) {
      for (int n = 0; n < 80_000; n++) {
        ReplayRecord record = episodes.next();
        replay.append(record);
        reference.append(record);
        var window = reference.window();
        assertThat(replay.size()).isEqualTo(window.size());
        if (n % 7 != 0 || window.isEmpty()) {
          continue;
        }
        wasFull |= window.size() == capacity;
        wasBelowCapacity |= n > 1000 && window.size() < capacity;
        Map<Float, ReferenceReplay.StoredTransition> byReward = new HashMap<>();
        window.forEach(expected -> byReward.put(expected.reward(), expected));
        batch.draw(replay, random);
        for (int row = 0; row < batch.size; row++) {
          ReferenceReplay.StoredTransition expected = byReward.get(batch.rewards[row]);
          assertThat(expected).as("record %d, row %d is in the window", n, row).isNotNull();
          assertThat(batch.state(row)).isEqualTo(expected.state());
          assertThat(batch.action(row)).isEqualTo(expected.action());
          assertThat(batch.nextState(row)).isEqualTo(expected.nextState());
          assertThat(batch.discounts[row]).isEqualTo(expected.discount());
          assertThat(batch.powers[row]).isEqualTo(expected.power());
          sampled.add(batch.rewards[row]);
        }
      }
    }
    assertThat(sampled).hasSizeGreaterThan(60_000);
    // Makes sure that both limits of the window were tested.
    assertThat(wasFull).isTrue();
    assertThat(wasBelowCapacity).isTrue();
  }

  @Test
  void samplesExactlyTheWindow() throws IOException {
    ReferenceReplay reference = new ReferenceReplay(100);
    RandomEpisodes episodes = new RandomEpisodes(5);
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      for (int n = 0; n < 777; n++) {
        ReplayRecord record = episodes.next();
        replay.append(record);
        reference.append(record);
      }
      Set<Float> expected = new HashSet<>();
      reference.window().forEach(full -> expected.add(full.reward()));
      Set<Float> sampled = new HashSet<>();
      for (float reward : new Batch(10_000).draw(replay, RandomStream.of(2, "batch")).rewards) {
        sampled.add(reward);
      }
      assertThat(sampled).isEqualTo(expected);
    }
  }

  @Test
  void newestTransitionsAreChronological() throws IOException {
    ReferenceReplay reference = new ReferenceReplay(100);
    RandomEpisodes episodes = new RandomEpisodes(7);
    TransitionBatch batch = new TransitionBatch(60, 112, 8);
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      assertThatThrownBy(() -> replay.newest(batch)).hasMessageContaining("contains no transition");
      for (int n = 0; n < 500; n++) {
        ReplayRecord record = episodes.next();
        replay.append(record);
        reference.append(record);
        if (reference.window().isEmpty()) {
          continue;
        }
        replay.newest(batch);
        List<ReferenceReplay.StoredTransition> window = reference.window();
        for (int row = 0; row < batch.size; row++) {
          ReferenceReplay.StoredTransition expected =
              window.get(Math.max(0, window.size() - batch.size + row));
          assertThat(batch.rewards[row]).isEqualTo(expected.reward());
          assertThat(Arrays.copyOfRange(batch.states, 112 * row, 112 * row + 112))
              .isEqualTo(expected.state());
          assertThat(Arrays.copyOfRange(batch.nextStates, 112 * row, 112 * row + 112))
              .isEqualTo(expected.nextState());
          assertThat(batch.discounts[row]).isEqualTo(expected.discount());
          assertThat(batch.powers[row]).isEqualTo(expected.power());
          assertThat(Arrays.copyOfRange(batch.actions, 8 * row, 8 * row + 8))
              .isEqualTo(expected.action());
        }
      }
    }
  }

  @Test
  void samplesUniformly() throws IOException {
    int transitions = 400;
    int draws = 200_000;
    int[] counts = new int[transitions];
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 500)) {
      fill(replay, transitions);
      Batch batch = new Batch(draws).draw(replay, RandomStream.of(3, "batch"));
      for (float reward : batch.rewards) {
        counts[(int) reward]++;
      }
    }
    double expected = (double) draws / transitions;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    // 399 degrees of freedom: mean 399, standard deviation 28. Too uniform is also wrong.
    assertThat(chiSquare).isCloseTo(399, within(4 * 28.0));
  }

  @Test
  void samplesOnlyTransitionsWithNextObservation() throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      replay.append(record(0, ReplayRecord.Kind.TRANSITION, 1));
      assertThat(replay.size()).isZero();
      assertThatThrownBy(() -> new Batch(1).draw(replay, RandomStream.of(1, "batch")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("contains no transition");
      replay.append(record(1, ReplayRecord.Kind.TRANSITION_TERMINATED, 2));
      assertThat(replay.size()).isEqualTo(1);
      for (float reward : new Batch(100).draw(replay, RandomStream.of(1, "batch")).rewards) {
        assertThat(reward).isEqualTo(1);
      }
      replay.append(record(2, ReplayRecord.Kind.FINAL_OBSERVATION, 3));
      assertThat(replay.size()).isEqualTo(2);
    }
  }

  @Test
  void onlyTerminationHasZeroDiscount() throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      replay.append(record(0, ReplayRecord.Kind.TRANSITION, 1));
      replay.append(record(1, ReplayRecord.Kind.TRANSITION_TERMINATED, 2));
      replay.append(record(2, ReplayRecord.Kind.FINAL_OBSERVATION, 3));
      replay.append(record(0, ReplayRecord.Kind.TRANSITION, 4));
      replay.append(record(1, ReplayRecord.Kind.FINAL_OBSERVATION, 5));
      Batch batch = new Batch(200).draw(replay, RandomStream.of(1, "batch"));
      for (int row = 0; row < batch.size; row++) {
        assertThat(batch.discounts[row]).isEqualTo(batch.rewards[row] == 2 ? 0 : 1);
        assertThat(batch.nextState(row)[0]).isEqualTo(batch.rewards[row] + 1);
      }
    }
  }

  @Test
  void interruptedStepIsNotJoinedWithNextEpisode() throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      replay.append(record(0, ReplayRecord.Kind.TRANSITION, 1));
      replay.append(record(1, ReplayRecord.Kind.TRANSITION, 2));
    }
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      replay.append(record(0, ReplayRecord.Kind.TRANSITION, 3));
      replay.append(record(1, ReplayRecord.Kind.FINAL_OBSERVATION, 4));
      assertThat(replay.size()).isEqualTo(2);
      for (float reward : new Batch(200).draw(replay, RandomStream.of(1, "batch")).rewards) {
        assertThat(reward).isIn(1f, 3f);
      }
    }
  }

  @Test
  void rejectsNonConsecutiveStep() throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      assertRejected(replay, 1);
      replay.append(record(0, ReplayRecord.Kind.TRANSITION, 1));
      assertRejected(replay, 2);
      assertRejected(replay, -1);
      replay.append(record(1, ReplayRecord.Kind.FINAL_OBSERVATION, 1));
      assertRejected(replay, 2);
      assertThat(replay.head()).isEqualTo(2);
    }
  }

  private static void assertRejected(CompactReplayBuffer replay, int step) {
    assertThatThrownBy(() -> replay.append(record(step, ReplayRecord.Kind.TRANSITION, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step " + step);
  }

  @Test
  void readsStoredEpisodesInOrder() throws IOException {
    RandomEpisodes written = new RandomEpisodes(8);
    RandomEpisodes expected = new RandomEpisodes(8);
    ReplayRecord read = new ReplayRecord();
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      for (int n = 0; n < 1000; n++) {
        replay.append(written.next());
      }
      for (long index = 0; index < replay.tail(); index++) {
        expected.next();
      }
      for (long index = replay.tail(); index < replay.head(); index++) {
        replay.read(index, read);
        assertThat(read).usingRecursiveComparison().isEqualTo(expected.next());
      }
      assertThatThrownBy(() -> replay.read(replay.tail() - 1, read))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> replay.read(replay.head(), read))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void reopeningKeepsContents() throws IOException {
    RandomEpisodes episodes = new RandomEpisodes(4);
    for (int round = 0; round < 40; round++) {
      Batch before;
      int size;
      long tail;
      try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
        for (int n = 0; n < 37; n++) {
          replay.append(episodes.next());
        }
        before = new Batch(64).draw(replay, RandomStream.of(round, "batch"));
        size = replay.size();
        tail = replay.tail();
      }
      try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
        assertThat(replay.size()).isEqualTo(size);
        assertThat(replay.tail()).isEqualTo(tail);
        assertThat(new Batch(64).draw(replay, RandomStream.of(round, "batch")).sameAs(before))
            .isTrue();
      }
    }
  }

  /**
   * A run that was killed after its checkpoint and resumed draws the same samples as an
   * uninterrupted run.
   */
  @Test
  void rewindAndAppendMatchesUninterruptedRun() throws IOException {
    Path uninterrupted = directory.resolve("uninterrupted.bin");
    int slack = 60;
    RandomEpisodes episodes = new RandomEpisodes(6);
    RandomEpisodes sameEpisodes = new RandomEpisodes(6);
    try (CompactReplayBuffer expected = CompactReplayBuffer.open(uninterrupted, 100, slack)) {
      for (int round = 0; round < 50; round++) {
        long checkpoint;
        try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100, slack)) {
          for (int n = 0; n < 83; n++) {
            replay.append(episodes.next());
            expected.append(sameEpisodes.next());
          }
          checkpoint = replay.head();
          RandomEpisodes discarded = new RandomEpisodes(1000 + round);
          for (int n = 0; n < slack; n++) {
            replay.append(discarded.next());
          }
        }
        try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100, slack)) {
          replay.rewind(checkpoint);
          assertThat(replay.head()).isEqualTo(expected.head());
          assertThat(replay.tail()).isEqualTo(expected.tail());
          assertThat(replay.size()).isEqualTo(expected.size());
          Batch batch = new Batch(256).draw(replay, RandomStream.of(round, "batch"));
          assertThat(batch.sameAs(new Batch(256).draw(expected, RandomStream.of(round, "batch"))))
              .isTrue();
        }
      }
    }
  }

  @Test
  void rejectsRewindBeyondSlack() throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100, 20)) {
      fill(replay, 500);
      long checkpoint = replay.head();
      for (int step = 501; step < 501 + 21; step++) {
        replay.append(record(step, ReplayRecord.Kind.TRANSITION, step));
      }
      assertThatThrownBy(() -> replay.rewind(checkpoint))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("record 501")
          .hasMessageContaining("21 records")
          .hasMessageContaining("limit: 20");
      assertThat(replay.head()).isEqualTo(checkpoint + 21);
      replay.rewind(checkpoint + 1);
      assertThat(replay.head()).isEqualTo(checkpoint + 1);

      assertThatThrownBy(() -> replay.rewind(checkpoint))
          .as("overwritten records cannot be restored")
          .isInstanceOf(IOException.class);
    }
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100, 20)) {
      assertThatThrownBy(() -> replay.rewind(501))
          .as("after reopening")
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> replay.rewind(10_000))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the file has 502 records");
    }
  }

  @Test
  void rewindsToStartBeforeRingWraps() throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 100)) {
      fill(replay, 110);
      replay.rewind(0);
      assertThat(replay.head()).isZero();
      assertThat(replay.size()).isZero();
      fill(replay, 3);
      assertThat(replay.size()).isEqualTo(3);
    }
  }

  @Test
  void usesAtMost110BytesPerTransition() throws IOException {
    int capacity = 1_000_000;
    assertThat(CompactReplayBuffer.defaultSlack(capacity)).isGreaterThan(100_000);
    CompactReplayBuffer.open(file, capacity).close();
    assertThat(Files.size(file) - 4096).isLessThanOrEqualTo(110L * capacity);
  }

  @Test
  void reachesFullCapacityWithTenStepEpisodes() throws IOException {
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 1000)) {
      for (int episode = 0; episode < 300; episode++) {
        for (int step = 0; step < 10; step++) {
          replay.append(record(step, ReplayRecord.Kind.TRANSITION, step));
        }
        replay.append(record(10, ReplayRecord.Kind.FINAL_OBSERVATION, 10));
      }
      assertThat(replay.size()).isEqualTo(1000);
    }
  }

  @Test
  void rejectsInvalidSizes() {
    assertThatThrownBy(() -> CompactReplayBuffer.open(file, 99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capacity is 99")
        .hasMessageContaining("at least 100");
    assertThatThrownBy(() -> CompactReplayBuffer.open(file, 100, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slack is -1");
    assertThatThrownBy(() -> CompactReplayBuffer.open(file, Integer.MAX_VALUE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("records that one file can hold")
        .hasMessageContaining("smaller capacity");
    assertThat(file).doesNotExist();
  }

  @Test
  void appendAndSampleAllocateNothing() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    RandomStream random = RandomStream.of(1, "batch");
    TransitionBatch batch = new TransitionBatch(32, 112, 8);
    ReplayRecord record = record(0, ReplayRecord.Kind.TRANSITION, 1);
    long allocated = 0;
    try (CompactReplayBuffer replay = CompactReplayBuffer.open(file, 1000)) {
      for (int n = 0; n < 20_000; n++) {
        if (n == 10_000) {
          allocated = threads.getThreadAllocatedBytes(thread);
        }
        record.step = n % 40;
        replay.append(record);
        if (n > 10) {
          replay.sample(batch, random);
        }
      }
      allocated = threads.getThreadAllocatedBytes(thread) - allocated;
    }
    // 10,000 rounds, so that even one byte per round would exceed the limit.
    assertThat(allocated).isLessThan(1_000);
  }
}
