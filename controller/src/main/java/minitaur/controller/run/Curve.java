package minitaur.controller.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A line with a band around it. Only points with finite values are kept.
 *
 * @param label name of the line in the legend
 * @param bandLabel name of the band in the legend; empty for none
 * @param x coordinates on the horizontal axis, ascending
 * @param center the line
 * @param low lower edge of the band; equal to the line where there is no band
 * @param high upper edge of the band
 * @param members thin lines of the same color: individual runs, or the returns of training episodes
 */
record Curve(
    String label,
    String bandLabel,
    double[] x,
    double[] center,
    double[] low,
    double[] high,
    List<Curve> members) {
  private static final String STEP = "step";

  /** Window of the running mean of the training returns, episodes. */
  private static final int MEAN_WINDOW = 10;

  /** Whether there is a band around the line. */
  boolean hasBand() {
    for (int i = 0; i < x.length; i++) {
      if (high[i] > low[i]) {
        return true;
      }
    }
    return false;
  }

  /** The line and its members. */
  Stream<Curve> lines() {
    return Stream.concat(Stream.of(this), members.stream());
  }

  /** Returns a copy with another thin line. */
  Curve withMember(Curve member) {
    List<Curve> extended = new ArrayList<>(members);
    extended.add(member);
    return new Curve(label, bandLabel, x, center, low, high, extended);
  }

  /** Returns a copy without thin lines. */
  Curve withoutMembers() {
    return new Curve(label, bandLabel, x, center, low, high, List.of());
  }

  /** Creates a curve with a band from three columns of one run. */
  static Curve ofRun(
      PlottedRun run,
      XAxis axis,
      String label,
      String bandLabel,
      String centerColumn,
      String lowColumn,
      String highColumn)
      throws IOException {
    CsvTable progress = CsvTable.read(run.progress());
    double[] steps = progress.numbers(STEP);
    if (!progress.columns().contains(centerColumn)) {
      return ofPoints(label, bandLabel, List.of(), List.of()); // Not every learner has this metric.
    }
    double[] centers = progress.numbers(centerColumn);
    double[] lows = progress.numbers(lowColumn);
    double[] highs = progress.numbers(highColumn);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      points.add(
          new double[] {axis.coordinate(steps[i], run.rateHz()), centers[i], lows[i], highs[i]});
    }
    return ofPoints(label, bandLabel, points, List.of());
  }

  /** Creates a curve without a band from one column of one run. */
  static Curve ofRun(PlottedRun run, XAxis axis, String label, String column) throws IOException {
    return ofRun(run, axis, label, "", column, column, column);
  }

  /**
   * Creates the running mean of the training returns of one run; empty when there is no table of
   * episodes.
   */
  static Curve ofTraining(PlottedRun run, XAxis axis) throws IOException {
    List<double[]> points = new ArrayList<>();
    if (Files.exists(run.episodes())) {
      CsvTable episodes = CsvTable.read(run.episodes());
      double[] steps = episodes.numbers("end_step");
      double[] returns = episodes.numbers("return");
      double sum = 0;
      for (int i = 0; i < steps.length; i++) {
        sum += returns[i] - (i >= MEAN_WINDOW ? returns[i - MEAN_WINDOW] : 0);
        double mean = sum / Math.min(i + 1, MEAN_WINDOW);
        points.add(new double[] {axis.coordinate(steps[i], run.rateHz()), mean, mean, mean});
      }
    }
    return ofPoints("training, mean of " + MEAN_WINDOW + " episodes", "", points, List.of());
  }

  /**
   * Aggregates one column over several runs, at the steps that all of them have reached. The
   * members are the individual runs up to their last steps.
   *
   * @param runs at least one. Not modified.
   */
  static Curve ofRuns(
      List<PlottedRun> runs, XAxis axis, Aggregate aggregate, String label, String column)
      throws IOException {
    Map<Double, List<Double>> valuesByX = new TreeMap<>();
    List<Curve> members = new ArrayList<>();
    for (PlottedRun run : runs) {
      Curve member = ofRun(run, axis, label + ", run " + (members.size() + 1), column);
      members.add(member);
      for (int i = 0; i < member.x.length; i++) {
        valuesByX.computeIfAbsent(member.x[i], xValue -> new ArrayList<>()).add(member.center[i]);
      }
    }
    List<double[]> points = new ArrayList<>();
    valuesByX.forEach(
        (xValue, values) -> {
          if (values.size() == runs.size()) {
            double[] band =
                aggregate.apply(values.stream().mapToDouble(Double::doubleValue).toArray());
            points.add(new double[] {xValue, band[0], band[1], band[2]});
          }
        });
    return ofPoints(label, "", points, members.size() > 1 ? members : List.of());
  }

  /** Creates a curve from points {@code [x, middle, low, high]}. */
  private static Curve ofPoints(
      String label, String bandLabel, List<double[]> points, List<Curve> members) {
    List<double[]> finite = new ArrayList<>(points);
    finite.removeIf(point -> !Double.isFinite(point[0] + point[1] + point[2] + point[3]));
    return new Curve(
        label,
        bandLabel,
        column(finite, 0),
        column(finite, 1),
        column(finite, 2),
        column(finite, 3),
        members);
  }

  private static double[] column(List<double[]> points, int index) {
    return points.stream().mapToDouble(point -> point[index]).toArray();
  }

  /** Largest x of several curves; 0 when they have no points. */
  static double maxX(List<Curve> curves) {
    List<Double> ends = new ArrayList<>(Collections.singletonList(0.0));
    curves.stream()
        .flatMap(Curve::lines)
        .filter(curve -> curve.x.length > 0)
        .forEach(curve -> ends.add(curve.x[curve.x.length - 1]));
    return Collections.max(ends);
  }

  /** Smallest positive x of several curves; 1 when there is none. */
  static double minPositiveX(List<Curve> curves) {
    return curves.stream()
        .flatMap(Curve::lines)
        .flatMapToDouble(curve -> Arrays.stream(curve.x))
        .filter(xValue -> xValue > 0)
        .min()
        .orElse(1);
  }
}
