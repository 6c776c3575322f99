package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import minitaur.hal.loop.LatencyHistogram.Percentiles;

/** Collects results in the order in which they are printed. */
public final class ResultList {
  private static final double MILLIS_PER_NANO = 1e-6;
  private static final int MAX_FAILURES = 20;

  private final List<Result> list = new ArrayList<>();

  /** Adds a result that must be at least {@code min}. */
  public void atLeast(double min, String name, double value, String unit) {
    list.add(Result.atLeast(min, name, value, unit));
  }

  /** Adds a result that must be at most {@code max}. */
  public void atMost(double max, String name, double value, String unit) {
    list.add(Result.atMost(max, name, value, unit));
  }

  /** Adds a result without a threshold. */
  public void info(String name, double value, String unit) {
    list.add(Result.info(name, value, unit));
  }

  /** Adds median, p99 and maximum of durations in ms, without a threshold. */
  void durations(String name, Percentiles times) {
    info(name + ", p50", times.p50Nanos() * MILLIS_PER_NANO, "ms");
    info(name + ", p99", times.p99Nanos() * MILLIS_PER_NANO, "ms");
    info(name + ", max", times.maxNanos() * MILLIS_PER_NANO, "ms");
  }

  /** Adds median, p99 and maximum of durations in ms; the p99 must be at most {@code maxP99}. */
  void durations(String name, Percentiles times, double maxP99) {
    info(name + ", p50", times.p50Nanos() * MILLIS_PER_NANO, "ms");
    atMost(maxP99, name + ", p99", times.p99Nanos() * MILLIS_PER_NANO, "ms");
    info(name + ", max", times.maxNanos() * MILLIS_PER_NANO, "ms");
  }

  /** Adds descriptions of the first failed trials, each with one of its numbers. */
  <T> void failures(List<T> trials, Predicate<T> failed, ToLongFunction<T> number, String unit) {
    trials.stream()
        .filter(failed)
        .limit(MAX_FAILURES)
        .forEach(trial -> info("failed trial: " + trial, number.applyAsLong(trial), unit));
  }

  /**
   * Adds the number of trials with a property.
   *
   * @param mustBeZero whether any such trial is a failure
   */
  <T> void count(
      String name, List<T> trials, Predicate<T> property, boolean mustBeZero, String unit) {
    long count = trials.stream().filter(property).count();
    list.add(mustBeZero ? Result.atMost(0, name, count, unit) : Result.info(name, count, unit));
  }

  /** Adds the number of trials with a property, which must be that of all trials. */
  <T> void all(String name, List<T> trials, Predicate<T> property, String unit) {
    atLeast(trials.size(), name, trials.stream().filter(property).count(), unit);
  }

  /** Adds all results of another list. */
  void addAll(List<Result> others) {
    list.addAll(others);
  }

  /** The results so far. */
  public List<Result> list() {
    return List.copyOf(list);
  }
}
