package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.learn.replay.ReplayRecord.Kind;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  @Test
  void decodesEncodedEpisode() throws EpisodeFormatException {
    Episode episode = Episode.decode(TestEpisodes.episode(6, 5));
    assertThat(episode.id()).isEqualTo(TestEpisodes.id(6));
    assertThat(EpisodeId.parse(episode.id().toString())).isEqualTo(episode.id());
    assertThat(episode.run()).isEqualTo(TestEpisodes.RUN);
    assertThat(episode.robot()).isEqualTo("Rosa");
    assertThat(episode.records()).isEqualTo(6);
    assertThat(episode.counts()).isEqualTo(TestEpisodes.cost(6));
    EpisodeSummary summary = episode.summary();
    assertThat(summary.end()).isEqualTo(new EpisodeEnd.Termination(new Fall(0.1, 0.6)));
    assertThat(summary)
        .isEqualTo(
            new EpisodeSummary(
                6,
                5,
                new EpisodeSummary.Rewards(0.06, 1),
                new EpisodeSummary.Motion(0.25, 0.5, Double.NaN),
                summary.end(),
                77));
    assertThat(episode.summary(400).index()).isEqualTo(400);
    ReplayRecord record = new ReplayRecord();
    Kind[] kinds = new Kind[6];
    for (int step = 0; step < 6; step++) {
      episode.read(step, record);
      kinds[step] = record.kind;
      assertThat(record.step).isEqualTo(step);
    }
    assertThat(kinds)
        .containsExactly(
            Kind.TRANSITION,
            Kind.GAP,
            Kind.TRANSITION,
            Kind.TRANSITION,
            Kind.TRANSITION_TERMINATED,
            Kind.FINAL_OBSERVATION);
    assertThat(record.action).containsOnly(0);
    assertThat(record.observation).doesNotContain(0);
  }

  @Test
  void preservesEveryEndReason() throws EpisodeFormatException {
    for (Reason reason : Reason.values()) {
      EpisodeEnd end = new EpisodeEnd.Truncation(reason);
      EpisodeSummary summary =
          new EpisodeSummary(
              0, 0, new EpisodeSummary.Rewards(0, 0), new EpisodeSummary.Motion(0, 0, 0), end, 0);
      byte[] bytes =
          new EpisodeBuilder(1).finish(TestEpisodes.id(0), 1, "", summary, TestEpisodes.cost(0));
      assertThat(Episode.decode(bytes).summary()).isEqualTo(summary);
    }
  }

  @Test
  void encodedSizeOf500StepsIsWithinLimit() {
    assertThat(TestEpisodes.episode(1, 500).length).isEqualTo(45_310).isLessThan(120_000);
    assertThat(Episode.maxBytes(500)).isEqualTo(45_310);
  }

  @Test
  void rejectsTruncationAtAnyByte() {
    byte[] encoded = TestEpisodes.episode(1, 3);
    for (int length = 0; length < encoded.length; length++) {
      byte[] truncated = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> Episode.decode(truncated))
          .isInstanceOf(EpisodeFormatException.class);
    }
  }

  @Test
  void rejectsAnySingleBitFlip() {
    byte[] encoded = TestEpisodes.episode(1, 3);
    for (int bit = 0; bit < 8 * encoded.length; bit++) {
      byte[] damaged = encoded.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> Episode.decode(damaged)).isInstanceOf(EpisodeFormatException.class);
    }
  }

  @Test
  void rejectsInvalidContentWithValidChecksum() {
    assertRejected(
        buffer -> buffer.putFloat(EpisodeLayout.recordOffset(1), Float.NaN), "non-finite number");
    assertRejected(
        buffer -> buffer.putDouble(EpisodeLayout.RETURN_OFFSET, Double.POSITIVE_INFINITY),
        "non-finite number");
    assertRejected(
        buffer ->
            buffer.putFloat(EpisodeLayout.recordOffset(2) + EpisodeLayout.ACTION_IN_RECORD, 1.01f),
        "action outside [-1, 1] at step 2");
    assertRejected(
        buffer ->
            buffer.put(
                EpisodeLayout.recordOffset(0) + EpisodeLayout.KIND_IN_RECORD,
                (byte) Kind.FINAL_OBSERVATION.ordinal()),
        "after the final observation");
    assertRejected(
        buffer ->
            buffer.put(
                EpisodeLayout.recordOffset(0) + EpisodeLayout.KIND_IN_RECORD,
                (byte) Kind.TRANSITION_TERMINATED.ordinal()),
        "continues after");
    assertRejected(
        buffer ->
            buffer.put(EpisodeLayout.recordOffset(0) + EpisodeLayout.KIND_IN_RECORD, (byte) 9),
        "unknown kind 9");
    assertRejected(
        buffer -> buffer.putInt(EpisodeLayout.STEPS_OFFSET, 4), "4 steps but contains 3");
    assertRejected(buffer -> buffer.putInt(EpisodeLayout.RESETS_OFFSET, -1), "a negative count");
    assertRejected(
        buffer -> buffer.putDouble(EpisodeLayout.HUMAN_SECONDS_OFFSET, -1), "non-finite number");
    assertRejected(
        buffer -> buffer.put(EpisodeLayout.END_OFFSET, (byte) 'X'), "unknown end reason");
    assertRejected(buffer -> buffer.putInt(EpisodeLayout.RECORDS_OFFSET, 2), "2 records");
    assertRejected(buffer -> buffer.putInt(EpisodeLayout.VERSION_OFFSET, 1), "format version 1");
  }

  private static void assertRejected(Consumer<ByteBuffer> change, String reason) {
    byte[] bytes = TestEpisodes.changed(TestEpisodes.episode(1, 3), change);
    assertThatThrownBy(() -> Episode.decode(bytes))
        .isInstanceOf(EpisodeFormatException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void countsRecordsCompleteAtStep() throws EpisodeFormatException {
    EpisodeBuilder builder = new EpisodeBuilder(10);
    EpisodeObserver observer = builder.observer();
    observer.begin(0, 0);
    Transition transition = new Transition();
    transition.discount = 1;
    Tick tick = new Tick();
    for (tick.step = 0; tick.step < 4; tick.step++) {
      observer.tick(tick, new RobotState(), new MotorCommand(), new Track());
      // Two steps late, as with a camera; the last ones arrive after the end of the episode.
      int complete = tick.step - 1;
      for (; transition.tick.step < complete; transition.tick.step++) {
        builder.transition(transition);
      }
    }
    observer.tick(tick, new RobotState(), new MotorCommand(), new Track());
    for (; transition.tick.step < 4; transition.tick.step++) {
      builder.transition(transition);
    }
    EpisodeSummary summary =
        new EpisodeSummary(
            0,
            4,
            new EpisodeSummary.Rewards(0, 0),
            new EpisodeSummary.Motion(0, 0, Double.NaN),
            new EpisodeEnd.Truncation(Reason.TIME_LIMIT),
            0);
    byte[] bytes = builder.finish(TestEpisodes.id(0), 1, "", summary, TestEpisodes.cost(0));
    Episode episode = Episode.decode(bytes);
    int[] complete = new int[5];
    for (int steps = 1; steps <= 4; steps++) {
      complete[steps] = episode.recordsAfter(steps, complete[steps - 1]);
    }
    assertThat(complete).containsExactly(0, 0, 0, 1, 2);
  }

  @Test
  void rejectsStepsOutOfOrder() {
    EpisodeBuilder builder = new EpisodeBuilder(10);
    builder.begin();
    Transition transition = new Transition();
    transition.tick.step = 1;
    builder.transition(transition);
    EpisodeSummary summary =
        new EpisodeSummary(
            0,
            1,
            new EpisodeSummary.Rewards(0, 0),
            new EpisodeSummary.Motion(0, 0, 0),
            new EpisodeEnd.Truncation(Reason.OPERATOR),
            0);
    assertThatThrownBy(
            () -> builder.finish(TestEpisodes.id(0), 1, "", summary, TestEpisodes.cost(0)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void encodingDoesNotAllocate() {
    EpisodeBuilder builder = new EpisodeBuilder(500);
    Transition transition = new Transition();
    transition.discount = 1;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 20 && allocated > 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      builder.begin();
      for (int step = 0; step < 500; step++) {
        transition.tick.step = step;
        builder.transition(transition);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }
}
