package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import minitaur.controller.learn.replay.Batch;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayWriterTest {
  @TempDir Path directory;

  private static Transition transition(int step, float discount) {
    Transition transition = new Transition();
    fill(transition.tick, step);
    transition.terms.values[0] = 0.5 * step;
    transition.terms.values[2] = -0.25;
    transition.powerWatts = 103 + 0.9 * step / 2;
    transition.discount = discount;
    return transition;
  }

  private static Tick fill(Tick tick, int step) {
    tick.step = step;
    Arrays.fill(tick.observation, step);
    Arrays.fill(tick.action, 0.1f * (step + 1));
    return tick;
  }

  @Test
  void storesAllRecordsOfEpisode() throws IOException {
    try (CompactReplayBuffer replay =
        CompactReplayBuffer.open(directory.resolve("replay.bin"), 100)) {
      ReplayWriter writer = new ReplayWriter(replay);
      writer.transition(transition(0, 1));
      writer.gap(fill(new Tick(), 1));
      writer.transition(transition(2, 0));
      writer.finalObservation(fill(new Tick(), 3));

      ReplayRecord record = new ReplayRecord();
      replay.read(0, record);
      assertThat(record.kind).isEqualTo(ReplayRecord.Kind.TRANSITION);
      assertThat(record.reward).isEqualTo(-0.25f);
      assertThat(record.observation).containsOnly(0);
      assertThat(record.action).containsOnly(0.1f);
      replay.read(1, record);
      assertThat(record.kind).isEqualTo(ReplayRecord.Kind.GAP);
      assertThat(record.step).isEqualTo(1);
      assertThat(record.action).containsOnly(0.2f);
      assertThat(record.reward).isZero();
      replay.read(2, record);
      assertThat(record.kind).isEqualTo(ReplayRecord.Kind.TRANSITION_TERMINATED);
      assertThat(record.reward).isEqualTo(0.75f);
      assertThat(record.power).isEqualTo(104);
      replay.read(3, record);
      assertThat(record.kind).isEqualTo(ReplayRecord.Kind.FINAL_OBSERVATION);
      assertThat(record.observation).containsOnly(3);
      assertThat(record.action).containsOnly(0);

      // The gap is never sampled, but the history of the next step contains its action.
      Batch batch = new Batch(100).draw(replay, RandomStream.of(1, "batch"));
      for (int row = 0; row < batch.size; row++) {
        assertThat(batch.rewards[row]).isIn(-0.25f, 0.75f);
        if (batch.rewards[row] == 0.75f) {
          assertThat(batch.state(row)[12]).isEqualTo(1);
          assertThat(batch.state(row)[72]).isEqualTo(0.2f);
        }
      }
    }
  }
}
