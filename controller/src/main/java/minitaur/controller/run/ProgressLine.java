package minitaur.controller.run;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import minitaur.hal.Text;
import minitaur.hal.loop.Agent;

/**
 * Displays the progress of a training run: on a terminal as one line that is updated in place,
 * otherwise as a new line about every 15 s. Speed and remaining time are those of the last two
 * minutes, as on the page, and exclude the time spent waiting for the operator.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long REFRESH_NANOS = 250_000_000;
  private static final long PLAIN_LINE_INTERVAL_NANOS = 15_000_000_000L;
  private static final long WINDOW_NANOS = 120_000_000_000L;
  private static final double SECONDS_PER_NANO = 1e-9;

  private final PrintStream out;
  private final long total;
  private final LongSupplier nanoTime;
  private final BooleanSupplier waiting;

  /** Width of the terminal in columns; 0 for separate lines. */
  private final int columns;

  private final Agent timer = new Agent("progress", this::refreshPeriodically);

  /** Progress in the window of the speed, oldest first. */
  private final Deque<Sample> samples = new ArrayDeque<>();

  private volatile long step;
  private volatile long pendingUpdates;
  private String message = "";
  private long elapsedNanos;
  private long refreshedNanos;
  private long printedNanos;
  private long printedStep;

  /**
   * Progress at one time.
   *
   * @param elapsedNanos training time since the line was created
   */
  private record Sample(long elapsedNanos, long step) {}

  /** Creates a progress line without a timer; {@link #create} describes the other parameters. */
  ProgressLine(
      PrintStream out,
      long start,
      long total,
      int columns,
      LongSupplier nanoTime,
      BooleanSupplier waiting) {
    this.out = out;
    this.total = total;
    this.columns = columns;
    this.nanoTime = nanoTime;
    this.waiting = waiting;
    step = start;
    printedStep = start;
    samples.add(new Sample(0, start));
    refreshedNanos = nanoTime.getAsLong();
    printedNanos = refreshedNanos;
  }

  /**
   * Creates the progress line of this process, refreshed by a timer.
   *
   * @param start steps completed before the run was resumed; 0 for a new run
   * @param total steps of the training, positive
   * @param nanoTime monotonic time, ns
   * @param waiting whether the training waits for its operator; called from another thread
   */
  public static ProgressLine create(
      PrintStream out, long start, long total, LongSupplier nanoTime, BooleanSupplier waiting) {
    int columns = Terminal.supportsUpdates() ? Terminal.columns() : 0;
    ProgressLine line = new ProgressLine(out, start, total, columns, nanoTime, waiting);
    line.timer.start();
    return line;
  }

  /** Sets the number of completed steps. Allocates nothing and never blocks. */
  public void step(long steps) {
    step = steps;
  }

  /**
   * Sets the number of pending gradient steps, which is shown when positive. Allocates nothing and
   * never blocks.
   */
  public void pendingUpdates(long count) {
    pendingUpdates = count;
  }

  /**
   * Sets the metrics shown after the steps.
   *
   * @param episodeReturn return of the last episode
   * @param velocity mean forward velocity of the last episode, m/s; NaN in environments without a
   *     velocity, for which falls are not shown either
   * @param falls number of falls so far
   * @param temperature entropy temperature of the learner; NaN before learning starts
   */
  public synchronized void setMetrics(
      double episodeReturn, double velocity, long falls, double temperature) {
    message =
        "return "
            + Text.number("%.0f", episodeReturn)
            + (Double.isNaN(velocity)
                ? ""
                : "  %s m/s  %d %s"
                    .formatted(Text.number("%.2f", velocity), falls, falls == 1 ? "fall" : "falls"))
            + (Double.isNaN(temperature) ? "" : Text.number("  temperature %.3f", temperature));
  }

  /** Prints a permanent line above the progress line. */
  public synchronized void print(String line) {
    out.print((columns > 0 ? Terminal.CLEAR_LINE : "") + line + System.lineSeparator());
    out.flush();
  }

  private synchronized long refreshPeriodically() {
    long idle = refreshedNanos + REFRESH_NANOS - nanoTime.getAsLong();
    if (idle > 0) {
      return idle;
    }
    refresh();
    return REFRESH_NANOS;
  }

  /**
   * Measures the time and prints the line; without a terminal, at most once per interval. Called
   * several times per second.
   */
  synchronized void refresh() {
    long now = nanoTime.getAsLong();
    boolean isWaiting = waiting.getAsBoolean();
    if (!isWaiting) {
      elapsedNanos += now - refreshedNanos;
      samples.addLast(new Sample(elapsedNanos, step));
      while (samples.size() > 2 && samples.getFirst().elapsedNanos < elapsedNanos - WINDOW_NANOS) {
        samples.removeFirst();
      }
    }
    refreshedNanos = now;
    if (columns > 0) {
      out.print(
          Terminal.CLEAR_LINE
              + ProgressText.withBar(
                  columns - 1, samples.getFirst().step, step, total, seconds(), text(isWaiting)));
      out.flush();
    } else if (now - printedNanos >= PLAIN_LINE_INTERVAL_NANOS) {
      printMetrics(isWaiting);
    }
  }

  private void printMetrics(boolean isWaiting) {
    printedNanos = refreshedNanos;
    printedStep = step;
    print(ProgressText.metrics(samples.getFirst().step, step, total, seconds(), text(isWaiting)));
  }

  private String text(boolean isWaiting) {
    long pending = pendingUpdates;
    String metrics = pending > 0 ? message + "  " + pending + " updates pending" : message;
    return isWaiting ? "waiting for the operator  " + metrics : metrics;
  }

  /** Prints the last state. */
  @Override
  public void close() {
    timer.close();
    synchronized (this) {
      refresh();
      if (columns > 0) {
        out.println();
      } else if (step != printedStep) {
        printMetrics(false);
      }
    }
  }

  /** Training time in the window of the speed. */
  private double seconds() {
    return (elapsedNanos - samples.getFirst().elapsedNanos) * SECONDS_PER_NANO;
  }
}
