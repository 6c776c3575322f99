package minitaur.controller.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of progress.csv: an evaluation and the metrics of the learner at that moment.
 *
 * @param step environment steps so far
 * @param updates gradient steps so far
 * @param wallSeconds time since the run began, without the pauses before it was resumed
 * @param evaluationReturnMean mean return of the evaluation's episodes
 * @param evaluationReturnMin smallest return among them
 * @param evaluationReturnMax largest return among them
 * @param evaluationVelocityMean mean forward velocity, m/s
 * @param evaluationFalls how many of them ended by a fall
 * @param walks whether the evaluation counts as walking
 * @param updatesPerSecond speed of the learner
 * @param environmentStepsPerSecond speed of the run, updates included
 * @param metrics of the evaluation and of the learner, by name; each is declared where it is
 *     computed. NaN while unknown
 */
public record ProgressRow(
    long step,
    long updates,
    double wallSeconds,
    double evaluationReturnMean,
    double evaluationReturnMin,
    double evaluationReturnMax,
    double evaluationVelocityMean,
    int evaluationFalls,
    boolean walks,
    double updatesPerSecond,
    double environmentStepsPerSecond,
    Map<String, Double> metrics) {

  private static final ProgressRow EMPTY =
      new ProgressRow(0, 0, 0, 0, 0, 0, 0, 0, false, 0, 0, Map.of());

  /** The table's columns, for metrics with these names. */
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
    fields.put("evaluation_return_mean", evaluationReturnMean);
    fields.put("evaluation_return_min", evaluationReturnMin);
    fields.put("evaluation_return_max", evaluationReturnMax);
    fields.put("evaluation_velocity_mean", evaluationVelocityMean);
    fields.put("evaluation_falls", evaluationFalls);
    fields.put("walks", walks);
    fields.put("updates_per_second", updatesPerSecond);
    fields.put("environment_steps_per_second", environmentStepsPerSecond);
    fields.putAll(metrics);
    return fields;
  }

  /** The values of {@code columns}; NaN for a metric that the row does not have. */
  public List<Object> values(List<String> columns) {
    Map<String, Object> fields = fields();
    return columns.stream().map(column -> fields.getOrDefault(column, Double.NaN)).toList();
  }
}
