package minitaur.controller.console.terminal;

import java.util.OptionalLong;
import java.util.function.LongFunction;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.run.ProgressLine;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.StepReconciliation;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the progress of a training run: in the log and on a progress line. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {
  /** Notice that the policy of the last evaluation is discarded. */
  public static final String KEPT_POLICY = "The policy of an earlier step walks better and is kept";

  private static final Logger LOG = LoggerFactory.getLogger(TrainingProgress.class);

  private final LongFunction<@Nullable ProgressLine> lineFactory;
  private @Nullable ProgressLine line;
  private double temperature = Double.NaN;
  private long falls;

  /**
   * @param lineFactory creates the progress line from the number of environment steps already
   *     taken; returns null for no line
   */
  public TrainingProgress(LongFunction<@Nullable ProgressLine> lineFactory) {
    this.lineFactory = lineFactory;
  }

  @Override
  public void onStart(long steps, OperatorCounts counts) {
    line = lineFactory.apply(steps);
    falls = counts.falls();
  }

  @Override
  public void onComplete(OptionalLong lastingWalkStep) {
    String text =
        lastingWalkStep.isPresent()
            ? "Lasting walk from step %d on.".formatted(lastingWalkStep.getAsLong())
            : "No lasting walk: the last evaluation does not walk.";
    report(text);
  }

  @Override
  public void onSteps(long steps, long updates, long pendingUpdates, LearnerMetrics metrics) {
    temperature = metrics.value("temperature");
    if (line != null) {
      line.step(steps);
      line.pendingUpdates(pendingUpdates);
    }
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    falls += summary.fell() ? 1 : 0;
    LOG.info(
        "Episode {}: {}, return {}, {} m/s.",
        summary.index(),
        summary.describeEnd(),
        Text.number("%.2f", summary.episodeReturn()),
        Text.number("%.2f", summary.meanForwardVelocityMetresPerSec()));
    if (line != null) {
      line.setMetrics(
          summary.episodeReturn(), summary.meanForwardVelocityMetresPerSec(), falls, temperature);
    }
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    // External environments have no velocity.
    String text =
        Double.isNaN(result.meanVelocityMetresPerSec())
            ? Text.of(
                "%7d steps: return %s (%s to %s)",
                steps,
                Text.number("%.1f", result.meanReturn()),
                Text.number("%.1f", result.returns().min()),
                Text.number("%.1f", result.returns().max()))
            : Text.of(
                "%7d steps: return %s, %s m/s, %d of %d fell%s",
                steps,
                Text.number("%.0f", result.meanReturn()),
                Text.number("%.2f", result.meanVelocityMetresPerSec()),
                result.falls(),
                result.episodes(),
                result.walks() ? " - walks: " + result.describeWalking() : "");
    report(text);
  }

  @Override
  public void onPolicyDiscarded() {
    report("        " + KEPT_POLICY + ".");
  }

  private void report(String text) {
    LOG.info("{}", text);
    if (line != null) {
      line.print(text);
    }
  }

  @Override
  public void onReconciliation(StepReconciliation balance) {
    if (line != null) {
      line.print(balance.describe());
    }
  }

  @Override
  public void close() {
    if (line != null) {
      line.close();
    }
  }
}
