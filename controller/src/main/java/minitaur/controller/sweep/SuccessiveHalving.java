package minitaur.controller.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import minitaur.controller.config.ConfigException;
import minitaur.controller.run.CsvFormatException;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.RunDirectory;
import minitaur.hal.Text;

/**
 * Successive halving (Jamieson and Talwalkar 2016, arXiv 1502.07943): all rows train to the first
 * rung, the best fraction of the settings continues to the next one, and so on. All seeds of the
 * same settings are kept or stopped together, based on their mean, so that the statistics over the
 * seeds are not biased by selection.
 *
 * <p>A decision depends only on each row's first evaluation at or after the rung, read from its
 * progress.csv, so an interrupted and repeated sweep makes the same decisions.
 *
 * @param rungs environment steps, ascending
 * @param keep fraction of the settings kept at each rung, rounded up
 * @param metric column of progress.csv; larger is better
 */
public record SuccessiveHalving(List<Long> rungs, double keep, String metric) {
  private static final Set<String> KEYS = Set.of("rungs", "keep", "metric");
  private static final double DEFAULT_KEEP = 0.5;
  private static final String DEFAULT_METRIC = "evaluation_return_mean";

  /**
   * Tolerance that prevents products such as 0.3 * 10 from being rounded up due to floating-point
   * error.
   */
  private static final double ROUNDING_TOLERANCE = 1e-9;

  /** Decision for a row. */
  public sealed interface Decision {}

  /**
   * The row trains.
   *
   * @param untilStep the rung at whose evaluation the row pauses; Long.MAX_VALUE to train to the
   *     end
   */
  public record Train(long untilStep) implements Decision {}

  /** The row waits at a rung that other rows have not reached. */
  public record Wait(long rung) implements Decision {
    String reason() {
      return "waits at " + rung + " steps for the other rows";
    }
  }

  /** The row is stopped early. */
  public record Stop(String reason) implements Decision {}

  /**
   * Evaluations of a row, in ascending order of steps.
   *
   * @param failed whether the row failed
   * @param steps environment steps. Not modified.
   * @param values of the metric. Not modified.
   */
  public record Progress(boolean failed, double[] steps, double[] values) {
    /** Whether the row was evaluated at or after {@code rung}. */
    boolean hasReached(long rung) {
      return steps.length > 0 && steps[steps.length - 1] >= rung;
    }

    /** The metric at the first evaluation at or after {@code rung}; NaN for a failed row. */
    private double valueAt(long rung) {
      for (int i = 0; i < steps.length && !failed; i++) {
        if (steps[i] >= rung) {
          return values[i];
        }
      }
      return Double.NaN;
    }
  }

  public SuccessiveHalving {
    rungs = List.copyOf(rungs);
  }

  /**
   * Reads the {@code halving} section of a plan.
   *
   * @param groups number of distinct settings
   * @param runSteps length of the shortest row, environment steps
   * @throws ConfigException when the section is invalid
   */
  static SuccessiveHalving read(Path file, JsonNode node, int groups, long runSteps) {
    require(node.isObject(), file, "is " + node, "halving: {rungs: [2000, 5000]}");
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      require(
          KEYS.contains(field.getKey()), file, "has " + field.getKey(), "rungs, keep and metric");
    }
    List<Long> rungs = new ArrayList<>();
    for (JsonNode each : node.path("rungs")) {
      long previous = rungs.isEmpty() ? 0 : rungs.get(rungs.size() - 1);
      require(
          each.isIntegralNumber()
              && each.canConvertToLong()
              && each.asLong() > previous
              && each.asLong() < runSteps,
          file,
          "has the rung " + each,
          "ascending environment steps below run.steps = " + runSteps);
      rungs.add(each.asLong());
    }
    require(!rungs.isEmpty(), file, "has no rungs", "such as rungs: [2000, 5000]");
    JsonNode keepNode = node.path("keep");
    double keep = keepNode.asDouble(DEFAULT_KEEP);
    require(
        (keepNode.isMissingNode() || keepNode.isNumber()) && keep > 0 && keep < 1,
        file,
        "has keep: " + keepNode,
        "a number above 0 and below 1, such as keep: 0.5");
    JsonNode metric = node.path("metric");
    require(
        metric.isMissingNode() || metric.isTextual(),
        file,
        "has metric: " + metric,
        "a column of progress.csv, such as metric: " + DEFAULT_METRIC);
    require(groups > 1, file, "has one group of settings", "a grid or a list with several");
    return new SuccessiveHalving(rungs, keep, metric.asText(DEFAULT_METRIC));
  }

  private static void require(boolean valid, Path file, String problem, String allowed) {
    if (!valid) {
      throw ConfigException.of(file.toString(), "halving " + problem, "write " + allowed);
    }
  }

  /**
   * Reads the evaluations of a run.
   *
   * @throws ConfigException when the table lacks the metric
   */
  Progress progress(Path run, boolean failed) throws IOException {
    Path file = run.resolve(RunDirectory.PROGRESS);
    if (!Files.exists(file) || Files.size(file) == 0) {
      return new Progress(failed, new double[0], new double[0]);
    }
    CsvTable table;
    try {
      table = CsvTable.read(file);
    } catch (CsvFormatException beingWritten) {
      return new Progress(failed, new double[0], new double[0]);
    }
    if (!table.columns().contains(metric)) {
      throw ConfigException.of(
          "halving.metric",
          "is " + metric + ", which " + file + " does not have",
          "its columns: " + String.join(", ", table.columns()));
    }
    return new Progress(failed, table.numbers("step"), table.numbers(metric));
  }

  /** A row with its evaluations. */
  record Member(SweepRow row, Progress progress) {
    private boolean isBelowRung(long rung) {
      return !progress.failed() && !progress.hasReached(rung);
    }
  }

  /** The rows with the same settings. */
  private record Group(List<Member> members) {
    /** Mean of the metric over the seeds; NaN when one has failed. */
    double mean(long rung) {
      return members.stream()
          .mapToDouble(each -> each.progress().valueAt(rung))
          .average()
          .orElse(Double.NaN);
    }

    /** Sort key; smaller is better. */
    double rank(long rung) {
      double mean = mean(rung);
      return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : -mean;
    }
  }

  /**
   * Computes the decision for every row.
   *
   * @param rows in the order of the plan. Not modified.
   */
  Map<SweepRow, Decision> decide(List<Member> rows) {
    Map<String, List<Member>> bySettings =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    member -> member.row().group(), LinkedHashMap::new, Collectors.toList()));
    List<Group> groups = new ArrayList<>(bySettings.values().stream().map(Group::new).toList());
    Map<SweepRow, Decision> decisions = new LinkedHashMap<>();
    for (long rung : rungs) {
      List<Member> remaining = groups.stream().flatMap(each -> each.members().stream()).toList();
      if (remaining.stream().anyMatch(each -> each.isBelowRung(rung))) {
        for (Member each : remaining) {
          decisions.put(each.row(), each.isBelowRung(rung) ? new Train(rung) : new Wait(rung));
        }
        return decisions;
      }
      stopWorst(rung, groups, decisions);
    }
    for (Group group : groups) {
      group.members().forEach(each -> decisions.put(each.row(), new Train(Long.MAX_VALUE)));
    }
    return decisions;
  }

  /** Stops and removes the worst groups; among equal groups, later ones are worse. */
  private void stopWorst(long rung, List<Group> groups, Map<SweepRow, Decision> decisions) {
    List<Group> ranking = new ArrayList<>(groups);
    ranking.sort(Comparator.comparingDouble(each -> each.rank(rung)));
    int keptCount = Math.max(1, (int) Math.ceil(keep * ranking.size() - ROUNDING_TOLERANCE));
    for (int i = keptCount; i < ranking.size(); i++) {
      Group group = ranking.get(i);
      Stop stop =
          new Stop(
              Text.of(
                  "at %d steps: %s %.4g ranks %d of %d; %d continue",
                  rung, metric, group.mean(rung), i + 1, ranking.size(), keptCount));
      group.members().forEach(each -> decisions.put(each.row(), stop));
      groups.remove(group);
    }
  }
}
