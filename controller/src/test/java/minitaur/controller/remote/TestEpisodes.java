package minitaur.controller.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.task.EpisodeTiming;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.random.RandomStream;

/** Synthetic episodes for tests, each with unique numbers. */
final class TestEpisodes {
  static final long RUN = 0x1234_5678_9ABCL;

  private TestEpisodes() {}

  /** Bounds of an episode of the default task with this number of steps. */
  static EpisodeBounds bounds(int maxSteps) {
    return EpisodeBounds.of(TaskSettings.paper().with(new EpisodeTiming(50, maxSteps)));
  }

  /** Changes an episode and updates its checksum. */
  static byte[] changed(byte[] episode, Consumer<ByteBuffer> change) {
    byte[] bytes = episode.clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(buffer);
    int end = bytes.length - EpisodeLayout.TRAILER_BYTES;
    buffer.putInt(end, EpisodeLayout.checksum(bytes, end));
    return bytes;
  }

  /** Sets the reward of the first step of an episode. */
  static byte[] withReward(byte[] episode, float reward) {
    return changed(
        episode,
        buffer ->
            buffer.putFloat(
                EpisodeLayout.recordOffset(0) + EpisodeLayout.REWARD_IN_RECORD, reward));
  }

  /** Assigns an episode to another robot, whose name has four letters. */
  static byte[] ofRobot(String name, byte[] episode) {
    return changed(episode, buffer -> buffer.put(144, name.getBytes(StandardCharsets.UTF_8)));
  }

  static EpisodeId id(long number) {
    return new EpisodeId(0xC011_EC70L, number);
  }

  /** Creates episode {@code number}; every third ends with a fall, and its second step is a gap. */
  static byte[] episode(long number, int steps) {
    return episode(number, steps, RUN);
  }

  static byte[] episode(long number, int steps, long run) {
    RandomStream random = RandomStream.of(number, "episode");
    EpisodeBuilder builder = new EpisodeBuilder(steps);
    builder.begin();
    boolean falls = number % 3 == 0;
    Transition transition = new Transition();
    for (int step = 0; step < steps; step++) {
      fill(transition.tick, step, random);
      transition.terms.values[0] = random.nextUniform(-1, 1);
      transition.powerWatts = random.nextUniform(0, 1000);
      transition.discount = falls && step == steps - 1 ? 0 : 1;
      if (step == 1 && step < steps - 1) {
        builder.gap(transition.tick);
      } else {
        builder.transition(transition);
      }
    }
    if (steps > 0) {
      Tick last = new Tick();
      fill(last, steps, random);
      builder.finalObservation(last);
    }
    EpisodeEnd end =
        falls
            ? new EpisodeEnd.Termination(new Fall(0.1, 0.6))
            : new EpisodeEnd.Truncation(Reason.TIME_LIMIT);
    EpisodeSummary summary =
        new EpisodeSummary(
            (int) number,
            steps,
            new EpisodeSummary.Rewards(0.01 * number, steps > 2 ? 1 : 0),
            new EpisodeSummary.Motion(0.25, 0.5, Double.NaN),
            end,
            77);
    return builder.finish(id(number), run, "Rosa", summary, cost(number));
  }

  /** Operator counts of episode {@code number}. */
  static OperatorCounts cost(long number) {
    return new OperatorCounts(1, number % 3 == 0 ? 1 : 0, number % 5, number % 2, 10.5, 0.25);
  }

  private static void fill(Tick tick, int step, RandomStream random) {
    tick.step = step;
    for (int i = 0; i < tick.observation.length; i++) {
      tick.observation[i] = (float) random.nextUniform(-3, 3);
    }
    for (int i = 0; i < tick.action.length; i++) {
      tick.action[i] = (float) random.nextUniform(-1, 1);
    }
  }
}
