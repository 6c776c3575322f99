package minitaur.controller.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of progress.csv: an evaluation and the learner's metrics at that time.
 *
 * @param step environment steps so far
 * @param updates gradient steps so far
 * @param wallSeconds time since the start of the run, s, excluding pauses before it was resumed
 * @param evaluation results
 * @param speed since the previous row
 * @param metrics of the evaluation and of the learner by name; each is declared where it is
 *     computed. NaN when unknown
 */
public record ProgressRow(
    long step,
    long updates,
    double wallSeconds,
    Evaluation evaluation,
    Speed speed,
    Map<String, Double> metrics) {
  /** Min forward velocity of a walking gait: 0.8 body lengths per second, from the paper. */
  public static final double WALKING_METRES_PER_SEC = 0.32;

  /**
   * Results of an evaluation.
   *
   * @param returnMean mean return of the evaluation's episodes
   * @param returnMin min return
   * @param returnMax max return
   * @param velocityMean mean forward velocity, m/s
   * @param falls number of episodes that ended with a fall
   * @param walks whether the evaluation counts as walking
   */
  public record Evaluation(
      double returnMean,
      double returnMin,
      double returnMax,
      double velocityMean,
      int falls,
      boolean walks) {}

  /**
   * Speed of a run.
   *
   * @param updatesPerSecond gradient steps per second
   * @param environmentStepsPerSecond environment steps per second, including the time of the
   *     updates
   */
  public record Speed(double updatesPerSecond, double environmentStepsPerSecond) {}

  private static final ProgressRow EMPTY =
      new ProgressRow(0, 0, 0, new Evaluation(0, 0, 0, 0, 0, false), new Speed(0, 0), Map.of());

  /** The table's columns for the given metrics. */
  public static List<String> columns(Collection<String> metrics) {
    List<String> columns = new ArrayList<>(EMPTY.fields().keySet());
    columns.addAll(metrics);
    return List.copyOf(columns);
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("step", step);
    fields.put("updates", updates);
    fields.put("wall_seconds", wallSeconds);
    fields.put("evaluation_return_mean", evaluation.returnMean);
    fields.put("evaluation_return_min", evaluation.returnMin);
    fields.put("evaluation_return_max", evaluation.returnMax);
    fields.put("evaluation_velocity_mean", evaluation.velocityMean);
    fields.put("evaluation_falls", evaluation.falls);
    fields.put("walks", evaluation.walks);
    fields.put("updates_per_second", speed.updatesPerSecond);
    fields.put("environment_steps_per_second", speed.environmentStepsPerSecond);
    fields.putAll(metrics);
    return fields;
  }

  /** The values of {@code columns}; NaN for a missing metric. */
  public List<Object> values(List<String> columns) {
    Map<String, Object> fields = fields();
    return columns.stream().map(column -> fields.getOrDefault(column, Double.NaN)).toList();
  }
}
