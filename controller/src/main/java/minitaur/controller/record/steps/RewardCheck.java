package minitaur.controller.record.steps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionAssembler;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.hal.FieldVisitor;
import minitaur.hal.log.ChunkReader;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseQueue;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the rewards of logged episodes from their ticks and poses, and checks that they are
 * bit-identical to the logged ones.
 */
public final class RewardCheck {
  private static final int POSE_CAPACITY = 1024;

  /** Placeholder; the reason of an episode's end does not affect rewards. */
  private static final Truncation PLACEHOLDER_END = new Truncation(Truncation.Reason.TIME_LIMIT);

  private final TransitionAssembler assembler;
  private final PoseQueue poses = new PoseQueue(1);
  private final Consumer<? super Outcome> outcomes;

  private final Deque<Reward> logged = new ArrayDeque<>();
  private final Deque<Reward> computed = new ArrayDeque<>();
  private boolean inEpisode;
  private int episode;
  private int steps;
  private int rewards;
  private int differing;
  private double maxDifference;
  private RewardTermValues terms = new RewardTermValues();

  private record Reward(int step, double velocity, RewardTermValues terms) {
    static Reward of(int step, double velocity, RewardTermValues terms) {
      RewardTermValues copy = new RewardTermValues();
      copy.set(terms);
      return new Reward(step, velocity, copy);
    }

    /**
     * Returns the difference to {@code logged}: 0 if they are bit-identical. Terms missing in the
     * log are ignored.
     */
    double difference(Reward logged) {
      if (step != logged.step || bits(velocity) != bits(logged.velocity)) {
        return Double.POSITIVE_INFINITY;
      }
      double[] difference = new double[1];
      terms.visit(
          new FieldVisitor<RuntimeException>() {
            @Override
            public double number(String name, double value, double other) {
              if (!Double.isNaN(other) && bits(value) != bits(other)) {
                difference[0] += Math.max(Double.MIN_VALUE, Math.abs(value - other));
              }
              return value;
            }
          },
          logged.terms);
      return difference[0];
    }

    private static long bits(double value) {
      return Double.doubleToRawLongBits(value);
    }
  }

  /**
   * Result of one episode.
   *
   * @param episode index of the episode in its run
   * @param steps ticks with an action
   * @param comparison of the rewards
   * @param loggedReturn sum of the logged rewards; NaN if the log ends within the episode
   * @param computedReturn sum of the recomputed rewards
   * @param terms sum of each recomputed reward term
   * @param missing number of records that were lost; if not 0, the episode cannot be checked
   */
  public record Outcome(
      int episode,
      int steps,
      Comparison comparison,
      double loggedReturn,
      double computedReturn,
      RewardTermValues terms,
      long missing) {
    /**
     * Comparison of rewards.
     *
     * @param rewards number of compared rewards
     * @param differing number of rewards that are not bit-identical or exist on one side only
     * @param maxDifference max difference of a reward; infinite if a step or velocity differs
     */
    public record Comparison(int rewards, int differing, double maxDifference) {}

    /** Number of compared rewards. */
    public int rewards() {
      return comparison.rewards;
    }

    /** Number of rewards that are not bit-identical or exist on one side only. */
    public int differing() {
      return comparison.differing;
    }

    /** Max difference of a reward. */
    public double maxDifference() {
      return comparison.maxDifference;
    }

    /** Whether the log contains the complete episode. */
    public boolean isComplete() {
      return missing == 0 && !Double.isNaN(loggedReturn);
    }

    /** Whether all rewards are bit-identical; meaningless if {@link #isComplete} is false. */
    public boolean isEqual() {
      return comparison.differing == 0;
    }
  }

  private RewardCheck(RewardSettings settings, Consumer<? super Outcome> outcomes) {
    this.outcomes = outcomes;
    assembler =
        new TransitionAssembler(
            poses,
            new PoseHistory(POSE_CAPACITY, settings.maxGapNanos()),
            settings.maxGapNanos(),
            settings.reward(),
            new TransitionSink() {
              @Override
              public void transition(Transition transition) {
                for (int i = 0; i < terms.values.length; i++) {
                  terms.values[i] += transition.terms.values[i];
                }
                computed.add(
                    Reward.of(
                        transition.tick.step, transition.velocityMetresPerSec, transition.terms));
              }

              @Override
              public void gap(Tick tick) {}

              @Override
              public void finalObservation(Tick tick) {}
            });
  }

  /**
   * Checks all episodes of a log.
   *
   * @param outcomes receives the result of each episode
   * @return whether the log ends within a record, as after a killed process
   * @throws IOException when the file is not a step log
   */
  public static boolean run(Path log, Consumer<? super Outcome> outcomes) throws IOException {
    try (ChunkReader chunks = new ChunkReader(log, StepLog.MAGIC, "step log")) {
      if (!chunks.hasNext()) {
        return true;
      }
      RewardCheck check = new RewardCheck(RewardSettings.restore(chunks.in()), outcomes);
      List<String> terms = new ArrayList<>();
      for (int remaining = chunks.in().readInt(); remaining > 0; remaining--) {
        terms.add(chunks.in().readUTF());
      }
      StepRecord record = new StepRecord();
      while (chunks.hasNext()) {
        record.restore(chunks.in(), terms);
        check.process(record);
      }
      check.end(null);
      return chunks.isTruncated();
    }
  }

  private void process(StepRecord record) {
    if (!inEpisode && record.kind != StepRecord.Kind.BEGIN) {
      // The begin record of this episode was lost.
      return;
    }
    switch (record.kind) {
      case BEGIN -> begin(record);
      case TICK -> {
        steps++;
        assembler.tick(record.tick);
      }
      case LAST_TICK -> assembler.end(record.tick, PLACEHOLDER_END);
      case UNOBSERVED -> assembler.endWithoutObservation(PLACEHOLDER_END);
      case POSE -> {
        poses.add(record.pose);
        assembler.processPoses();
      }
      case REWARD -> logged.add(Reward.of(record.step, record.velocity, record.terms));
      case END -> end(record);
    }
    compare();
  }

  private void begin(StepRecord record) {
    end(null);
    inEpisode = true;
    episode = record.episode;
    steps = 0;
    rewards = 0;
    differing = 0;
    maxDifference = 0;
    terms = new RewardTermValues();
    logged.clear();
    computed.clear();
    assembler.begin(record.startNanos);
  }

  private void end(@Nullable StepRecord record) {
    if (!inEpisode) {
      return;
    }
    inEpisode = false;
    if (record != null) {
      assembler.flush();
    }
    compare();
    boolean sameDrops = record == null || record.dropped == assembler.droppedSteps();
    outcomes.accept(
        new Outcome(
            episode,
            steps,
            new Outcome.Comparison(
                rewards,
                differing + logged.size() + computed.size() + (sameDrops ? 0 : 1),
                maxDifference),
            record == null ? Double.NaN : record.episodeReturn,
            assembler.episodeReturn(),
            terms,
            record == null ? 0 : record.missing));
  }

  private void compare() {
    while (!logged.isEmpty() && !computed.isEmpty()) {
      Reward loggedReward = logged.remove();
      Reward computedReward = computed.remove();
      rewards++;
      double difference = computedReward.difference(loggedReward);
      if (difference > 0) {
        differing++;
        maxDifference = Math.max(maxDifference, difference);
      }
    }
  }
}
