package minitaur.controller.learn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionReplayBufferTest {
  private static final EnvironmentSpec SPEC = new EnvironmentSpec("test", 3, 2, 20, 200, null);
  private static final int CAPACITY = 100;
  private static final int RECORD = 4 * (2 * 3 + 2 + 2);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void setUp() {
    file = directory.resolve("replay.bin");
  }

  private static void append(TransitionReplayBuffer replay, int first, int end) {
    for (int i = first; i < end; i++) {
      float[] state = {i, i + 0.25f, -i};
      float[] next = {i + 1, i + 1.25f, -i - 1};
      replay.append(state, new float[] {i * 0.001f, -0.5f}, i, next, i % 10 == 9 ? 0 : 1);
    }
  }

  private static NavigableSet<Integer> sampledIndices(TransitionReplayBuffer replay) {
    TreeSet<Integer> sampled = new TreeSet<>();
    TransitionBatch batch = new TransitionBatch(2000, 3, 2);
    replay.sample(batch, RandomStream.of(3, "batch"));
    for (int row = 0; row < batch.size; row++) {
      int i = (int) batch.rewards[row];
      sampled.add(i);
      assertThat(batch.states[3 * row + 1]).isEqualTo(i + 0.25f);
      assertThat(batch.nextStates[3 * row + 2]).isEqualTo(-i - 1);
      assertThat(batch.actions[2 * row]).isEqualTo(i * 0.001f);
      assertThat(batch.discounts[row]).isEqualTo(i % 10 == 9 ? 0 : 1);
    }
    return sampled;
  }

  @Test
  void samplesExactlyTheWindow() throws IOException {
    try (TransitionReplayBuffer replay = TransitionReplayBuffer.open(file, SPEC, CAPACITY, 20)) {
      append(replay, 0, 250);
      assertThat(replay.size()).isEqualTo(CAPACITY);
      NavigableSet<Integer> sampled = sampledIndices(replay);
      assertThat(sampled).hasSize(CAPACITY);
      assertThat(sampled.first()).isEqualTo(150);
    }
  }

  @Test
  void newestTransitionsAreChronological() throws IOException {
    try (TransitionReplayBuffer replay = TransitionReplayBuffer.open(file, SPEC, CAPACITY, 20)) {
      assertThatThrownBy(() -> replay.newest(new TransitionBatch(4, 3, 2)))
          .hasMessageContaining("contains no transition");
      append(replay, 0, 3);
      TransitionBatch batch = new TransitionBatch(5, 3, 2);
      replay.newest(batch);
      assertThat(batch.rewards).containsExactly(0, 0, 0, 1, 2);
      assertThat(batch.states[1]).isEqualTo(0.25f);
      append(replay, 3, 250);
      replay.newest(batch);
      assertThat(batch.rewards).containsExactly(245, 246, 247, 248, 249);
      assertThat(batch.nextStates[2]).isEqualTo(-246);
      assertThat(batch.discounts).containsExactly(1, 1, 1, 1, 0);
    }
  }

  @Test
  void restoresCheckpointWithOrWithoutLaterRecords() throws IOException {
    long id;
    try (TransitionReplayBuffer replay = TransitionReplayBuffer.open(file, SPEC, CAPACITY, 20)) {
      append(replay, 0, 250);
      id = replay.id();
    }
    try (TransitionReplayBuffer replay = TransitionReplayBuffer.open(file, SPEC, CAPACITY, 20)) {
      replay.restore(id, 240, true);
      assertThat(replay.head()).isEqualTo(250);
      replay.restore(id, 240, false);
      assertThat(sampledIndices(replay).last()).isEqualTo(239);
      assertThatThrownBy(() -> replay.restore(id + 1, 240, false)).hasMessageContaining("another");
      assertThatThrownBy(() -> replay.restore(id, 260, false))
          .hasMessageContaining("the file has 240 records");
    }
  }

  @Test
  void rejectsRewindToOverwrittenRecords() throws IOException {
    try (TransitionReplayBuffer replay = TransitionReplayBuffer.open(file, SPEC, CAPACITY, 20)) {
      append(replay, 0, 250);
      replay.restore(replay.id(), 230, false);
      assertThat(sampledIndices(replay)).hasSize(CAPACITY);
      assertThatThrownBy(() -> replay.restore(replay.id(), 229, false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("21 records appended since have overwritten it (limit: 20)")
          .hasMessageContaining("write checkpoints more often");
      assertThat(replay.head()).isEqualTo(230);
    }
  }

  @Test
  void neverSamplesDamagedTransition() throws IOException {
    try (TransitionReplayBuffer replay = TransitionReplayBuffer.open(file, SPEC, CAPACITY, 20)) {
      append(replay, 0, 50);
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.seek(4096 + 7 * RECORD + 5);
        bytes.write(77);
      }
      assertThat(sampledIndices(replay)).hasSize(49).doesNotContain(7);
      assertThat(replay.damaged()).isEqualTo(1);
    }
    try (TransitionReplayBuffer replay = TransitionReplayBuffer.open(file, SPEC, CAPACITY, 20)) {
      assertThat(replay.size()).isEqualTo(49);
      append(replay, 50, 120);
      assertThat(replay.size()).isEqualTo(CAPACITY);
    }
  }
}
