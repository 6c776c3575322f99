package minitaur.controller.record.steps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionAssembler;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.controller.task.reward.RewardTerms;
import minitaur.hal.log.ChunkReader;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseQueue;
import org.jspecify.annotations.Nullable;

/**
 * Computes the rewards of logged episodes again, from nothing but their ticks and poses, and
 * compares them with those that were handed on then, to the bit.
 */
public final class RewardCheck {
  private static final int POSES = 1024;

  /** How the episode ended does not matter to rewards. */
  private static final Truncation SOME_END = new Truncation(Truncation.Reason.TIME_LIMIT);

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
  private double greatestDifference;

  /** A step's reward. */
  private record Reward(int step, double velocity, RewardTerms terms) {
    static Reward of(int step, double velocity, RewardTerms terms) {
      RewardTerms copy = new RewardTerms();
      copy.set(terms);
      return new Reward(step, velocity, copy);
    }

    boolean isSame(Reward other) {
      return step == other.step
          && isSame(velocity, other.velocity)
          && isSame(terms.forwardVelocity, other.terms.forwardVelocity)
          && isSame(terms.actionAcceleration, other.terms.actionAcceleration)
          && isSame(terms.pitch, other.terms.pitch)
          && isSame(terms.frontLegFold, other.terms.frontLegFold);
    }

    private static boolean isSame(double one, double other) {
      return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
    }
  }

  /**
   * What became of one episode.
   *
   * @param episode which one of its run
   * @param steps ticks with an action
   * @param rewards that were compared
   * @param differing of them, in any bit; and those that only one side has
   * @param greatestDifference of a reward
   * @param loggedReturn sum of the rewards then; NaN when the log ends within the episode
   * @param computedReturn sum of the rewards now
   * @param missing records that did not fit into the log then; with any, nothing can be said
   */
  public record Outcome(
      int episode,
      int steps,
      int rewards,
      int differing,
      double greatestDifference,
      double loggedReturn,
      double computedReturn,
      long missing) {
    /** Whether the log has the whole episode. */
    public boolean isWhole() {
      return missing == 0 && !Double.isNaN(loggedReturn);
    }

    /** Whether every reward is the same to the bit; without a meaning when it is not whole. */
    public boolean isEqual() {
      return differing == 0;
    }
  }

  private RewardCheck(RewardSettings settings, Consumer<? super Outcome> outcomes) {
    this.outcomes = outcomes;
    assembler =
        new TransitionAssembler(
            poses,
            new PoseHistory(POSES, settings.maximumGapNanos()),
            settings.maximumGapNanos(),
            new RewardFunction(settings.weights()),
            new TransitionSink() {
              @Override
              public void transition(Transition transition) {
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
   * Goes through a log.
   *
   * @param outcomes hears of each episode
   * @return whether the log ended within a record, as a killed process leaves it
   * @throws IOException when the file is no log of steps
   */
  public static boolean run(Path log, Consumer<? super Outcome> outcomes) throws IOException {
    try (ChunkReader chunks = new ChunkReader(log, StepLog.MAGIC, "log of steps")) {
      if (!chunks.hasNext()) {
        return true;
      }
      RewardCheck check = new RewardCheck(RewardSettings.restore(chunks.in()), outcomes);
      StepRecord record = new StepRecord();
      while (chunks.hasNext()) {
        record.restore(chunks.in());
        check.take(record);
      }
      check.end(null);
      return chunks.isCutOff();
    }
  }

  private void take(StepRecord record) {
    if (!inEpisode && record.kind != StepRecord.Kind.BEGIN) {
      // Its beginning did not fit into the log.
      return;
    }
    switch (record.kind) {
      case BEGIN -> begin(record);
      case TICK -> {
        steps++;
        assembler.tick(record.tick);
      }
      case LAST_TICK -> assembler.end(record.tick, SOME_END);
      case UNOBSERVED -> assembler.endUnobserved(SOME_END);
      case POSE -> {
        poses.add(record.pose);
        assembler.join();
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
    greatestDifference = 0;
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
    boolean sameDrops = record == null || record.dropped == assembler.dropped();
    outcomes.accept(
        new Outcome(
            episode,
            steps,
            rewards,
            differing + logged.size() + computed.size() + (sameDrops ? 0 : 1),
            greatestDifference,
            record == null ? Double.NaN : record.episodeReturn,
            assembler.episodeReturn(),
            record == null ? 0 : record.missing));
  }

  private void compare() {
    while (!logged.isEmpty() && !computed.isEmpty()) {
      Reward then = logged.remove();
      Reward now = computed.remove();
      rewards++;
      if (!then.isSame(now)) {
        differing++;
        greatestDifference =
            Math.max(greatestDifference, Math.abs(then.terms.total() - now.terms.total()));
      }
    }
  }
}
