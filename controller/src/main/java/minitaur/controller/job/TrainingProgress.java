package minitaur.controller.job;

import java.util.Locale;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.run.ProgressLine;
import minitaur.controller.training.EvaluationResult;
import minitaur.controller.training.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people how a training gets on: in the log, and on a line that is kept up to date. */
final class TrainingProgress implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingProgress.class);

  private final @Nullable ProgressLine line;
  private double temperature;
  private long falls;

  /**
   * @param line null when none is wanted; not closed
   */
  TrainingProgress(@Nullable ProgressLine line) {
    this.line = line;
  }

  @Override
  public void onSteps(long steps, long updatesOwed, double newTemperature) {
    temperature = newTemperature;
    if (line != null) {
      line.step(steps);
    }
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    falls += summary.fell() ? 1 : 0;
    LOG.info(
        "Episode {}: {}, return {}, {} m/s.",
        summary.index(),
        summary.describeEnd(),
        rounded(summary.episodeReturn()),
        rounded(summary.meanForwardVelocityMetresPerSec()));
    if (line != null) {
      line.show(
          summary.episodeReturn(), summary.meanForwardVelocityMetresPerSec(), falls, temperature);
    }
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    String text =
        String.format(
            Locale.ROOT,
            "%7d steps: return %.0f, %.2f m/s, %d of %d fell%s",
            steps,
            result.meanReturn(),
            result.meanVelocityMetresPerSec(),
            result.falls(),
            result.episodes(),
            result.walks() ? " - it walks" : "");
    LOG.info("{}", text);
    if (line != null) {
      line.print(text);
    }
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
