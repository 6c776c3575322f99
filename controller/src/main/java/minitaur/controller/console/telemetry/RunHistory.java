package minitaur.controller.console.telemetry;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.console.telemetry.LearningTelemetry.EpisodeEntry;
import minitaur.controller.console.telemetry.LearningTelemetry.EvaluationEntry;

/**
 * What a page that is opened late is to know of a run: every evaluation, the newest episodes, and
 * the learner's numbers and returns over the whole run, thinned to a bounded length. One thread
 * only.
 */
public final class RunHistory {
  private static final int EPISODES = 200;
  private static final int EVALUATIONS = 1000;

  private final List<EpisodeEntry> episodes = new ArrayList<>();
  private final List<EvaluationEntry> evaluations = new ArrayList<>();
  private final ThinnedSeries returns = new ThinnedSeries(1);
  private final ThinnedSeries learning = new ThinnedSeries(6);
  private long episodesSeen;
  private long evaluationsSeen;
  private long lastSteps = -1;
  private long lastUpdates = -1;

  /**
   * Takes over what has happened since the last call.
   *
   * @return whether something has
   */
  public boolean drain(LearningTelemetry telemetry) {
    boolean changed = false;
    for (EpisodeEntry e = telemetry.nextEpisode(); e != null; e = telemetry.nextEpisode()) {
      keepNewest(episodes, e, EPISODES);
      returns.add(e.summary().index(), e.summary().episodeReturn());
      episodesSeen++;
      changed = true;
    }
    for (EvaluationEntry e = telemetry.nextEvaluation();
        e != null;
        e = telemetry.nextEvaluation()) {
      keepNewest(evaluations, e, EVALUATIONS);
      evaluationsSeen++;
      changed = true;
    }
    if (telemetry.poll()) {
      addLearning(telemetry.value());
      changed = true;
    }
    return changed;
  }

  private void addLearning(LearningSample now) {
    if (now.steps <= lastSteps) {
      return;
    }
    double updatesPerStep =
        lastUpdates < 0 ? 0 : (double) (now.updates - lastUpdates) / (now.steps - lastSteps);
    lastSteps = now.steps;
    lastUpdates = now.updates;
    learning.add(
        now.steps,
        now.temperature,
        now.entropy,
        now.q1Loss,
        now.q2Loss,
        updatesPerStep,
        now.updatesOwed);
  }

  private static <T> void keepNewest(List<T> list, T entry, int most) {
    if (list.size() == most) {
      list.remove(0);
    }
    list.add(entry);
  }

  /** The newest episodes, oldest first. */
  public List<EpisodeEntry> episodes() {
    return episodes;
  }

  /** How many episodes have ended since this history began. */
  public long episodesSeen() {
    return episodesSeen;
  }

  /** The newest evaluations, oldest first. */
  public List<EvaluationEntry> evaluations() {
    return evaluations;
  }

  /** How many evaluations there were since this history began. */
  public long evaluationsSeen() {
    return evaluationsSeen;
  }

  /** Return over the episode's index. */
  public ThinnedSeries returns() {
    return returns;
  }

  /**
   * Over environment steps: temperature, entropy, both Q-losses, updates per step since the point
   * before, pending updates.
   */
  public ThinnedSeries learning() {
    return learning;
  }
}
