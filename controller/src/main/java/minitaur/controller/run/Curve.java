package minitaur.controller.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A line over environment steps with a band around it. Only points where all three numbers are
 * finite are kept. The mean of several runs holds a line for each of them.
 *
 * @param label name of the line in the legend
 * @param bandLabel name of the band in the legend; empty when it goes without saying
 * @param steps environment steps, ascending
 * @param middle the line
 * @param low lower edge of the band; equal to the line where there is none
 * @param high upper edge of the band
 * @param members the runs that it is the mean of; empty for a single run
 */
record Curve(
    String label,
    String bandLabel,
    double[] steps,
    double[] middle,
    double[] low,
    double[] high,
    List<Curve> members) {
  private static final String STEP = "step";

  /** Whether there is a band around the line. */
  boolean hasBand() {
    for (int i = 0; i < steps.length; i++) {
      if (high[i] > low[i]) {
        return true;
      }
    }
    return false;
  }

  /** A curve with a band from three columns of one run. */
  static Curve ofRun(
      CsvTable progress, String label, String bandLabel, String middle, String low, String high)
      throws IOException {
    double[] steps = progress.numbers(STEP);
    double[] middles = progress.numbers(middle);
    double[] lows = progress.numbers(low);
    double[] highs = progress.numbers(high);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      points.add(new double[] {steps[i], middles[i], lows[i], highs[i]});
    }
    return ofPoints(label, bandLabel, points, List.of());
  }

  /** A curve without a band from a column of one run. */
  static Curve ofRun(CsvTable progress, String label, String column) throws IOException {
    return ofRun(progress, label, "", column, column, column);
  }

  /**
   * Mean and range of one column over several runs, at the steps that all of them have reached, and
   * each of the runs as far as it has come.
   *
   * @param runs files of progress, at least one. Not modified.
   */
  static Curve ofRuns(List<Path> runs, String label, String column) throws IOException {
    Map<Double, DoubleSummaryStatistics> byStep = new TreeMap<>();
    List<Curve> members = new ArrayList<>();
    for (Path run : runs) {
      CsvTable progress = CsvTable.read(run);
      members.add(ofRun(progress, label + ", run " + (members.size() + 1), column));
      double[] steps = progress.numbers(STEP);
      double[] values = progress.numbers(column);
      for (int i = 0; i < steps.length; i++) {
        byStep.computeIfAbsent(steps[i], step -> new DoubleSummaryStatistics()).accept(values[i]);
      }
    }
    List<double[]> points = new ArrayList<>();
    byStep.forEach(
        (step, over) -> {
          if (over.getCount() == runs.size()) {
            points.add(new double[] {step, over.getAverage(), over.getMin(), over.getMax()});
          }
        });
    return ofPoints(label, "", points, members.size() > 1 ? members : List.of());
  }

  /** From points of step, middle, low and high. */
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

  /** Largest step of several curves; 0 when they hold nothing. */
  static double lastStep(List<Curve> curves) {
    List<Double> ends = new ArrayList<>(Collections.singletonList(0.0));
    for (Curve curve : curves) {
      if (curve.steps.length > 0) {
        ends.add(curve.steps[curve.steps.length - 1]);
      }
      ends.add(lastStep(curve.members));
    }
    return Collections.max(ends);
  }
}
