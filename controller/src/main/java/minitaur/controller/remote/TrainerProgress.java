package minitaur.controller.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainerStatus;
import minitaur.controller.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/** Keeps the progress of a training run for status requests. */
public final class TrainerProgress implements TrainingListener {
  private volatile @Nullable Double temperature;
  private volatile Map<String, Double> latestMetrics = Map.of();
  private volatile TrainerReport.@Nullable LastEpisode lastEpisode;
  private volatile LastEvaluation lastEvaluation = new LastEvaluation(null, null);

  /** The newest evaluation, and true if its policy is discarded. */
  private record LastEvaluation(
      TrainerReport.@Nullable Evaluation report, @Nullable Boolean policyDiscarded) {}

  @Override
  public void onSteps(long steps, long updates, long pendingUpdates, LearnerMetrics metrics) {
    double newTemperature = metrics.value("temperature");
    temperature = Double.isNaN(newTemperature) ? null : newTemperature;
    if (updates > 0 && metrics.isFinite()) {
      Map<String, Double> values = new LinkedHashMap<>();
      metrics.list().forEach(each -> values.put(each.name(), metrics.value(each.name())));
      latestMetrics = values;
    }
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    lastEpisode =
        new TrainerReport.LastEpisode(
            summary.episodeReturn(),
            summary.meanForwardVelocityMetresPerSec(),
            summary.describeEnd());
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    lastEvaluation = new LastEvaluation(TrainerReport.Evaluation.of(steps, result), null);
  }

  @Override
  public void onPolicyDiscarded() {
    lastEvaluation = new LastEvaluation(lastEvaluation.report, true);
  }

  /** Adds the stored progress to other parts of a report. */
  TrainerReport report(
      TrainerReport.Training training,
      TrainerReport.Uploads uploads,
      TrainerStatus status,
      List<TrainerReport.Collector> collectors) {
    LastEvaluation evaluation = lastEvaluation;
    TrainerReport.Learner learner =
        new TrainerReport.Learner(
            status.updates(),
            status.pendingUpdates(),
            status.steps() == 0 ? 0.0 : (double) status.updates() / status.steps(),
            status.policyId(),
            evaluation.policyDiscarded,
            temperature,
            latestMetrics);
    return new TrainerReport(
        training, uploads, learner, lastEpisode, evaluation.report, collectors);
  }
}
