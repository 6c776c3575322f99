package minitaur.controller.verify.rehearsal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a rehearsal went.
 *
 * @param bars what was asked for and what was reached
 * @param disturbances how often each happened
 * @param collectorStarts of the collector's process
 * @param trainerStarts of the trainer's process
 * @param releases of emergency stops, by the operator
 * @param seconds that it took
 */
public record RehearsalReport(
    List<Bar> bars,
    Map<String, Integer> disturbances,
    int collectorStarts,
    int trainerStarts,
    int releases,
    double seconds) {

  /**
   * A line of the table.
   *
   * @param what was counted
   * @param bar what was asked for, in words
   * @param reached what came out
   * @param met whether that is enough
   */
  public record Bar(String what, String bar, double reached, boolean met) {
    static Bar atLeast(String what, double least, double reached) {
      return new Bar(what, "at least " + text(least), reached, reached >= least);
    }

    static Bar atMost(String what, double most, double reached) {
      return new Bar(what, "at most " + text(most), reached, reached <= most);
    }

    /** What came out, for people. */
    public String reachedText() {
      return text(reached);
    }

    private static String text(double value) {
      return value == Math.rint(value)
          ? Long.toString((long) value)
          : Double.toString(Math.round(value * 10) / 10.0);
    }
  }

  /** Keeps copies. */
  public RehearsalReport {
    bars = List.copyOf(bars);
    disturbances = new LinkedHashMap<>(disturbances);
  }

  /** Whether every bar was met. */
  public boolean isGood() {
    return bars.stream().allMatch(Bar::met);
  }
}
