package minitaur.controller.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a training gets on: on a terminal one line that is kept up to date, elsewhere a plain
 * line every so many steps. One thread uses it.
 */
public final class ProgressLine implements AutoCloseable {
  private static final int REFRESH_MILLIS = 250;
  private static final double NANOS = 1e-9;

  private final PrintStream out;
  private final long start;
  private final long total;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final long every;
  private final @Nullable ProgressBar bar;

  private String message = "";
  private long step;
  private long nextLine;

  private ProgressLine(
      PrintStream out, long start, long total, long every, LongSupplier nanoTime, int columns) {
    this.out = out;
    this.start = start;
    this.total = total;
    this.every = every;
    this.nanoTime = nanoTime;
    this.step = start;
    startNanos = nanoTime.getAsLong();
    nextLine = (start / every + 1) * every;
    bar = columns > 0 ? bar(columns) : null;
  }

  /**
   * One line that is kept up to date, on a terminal.
   *
   * @param start steps that were done before, in a run that was resumed
   * @param total steps to do, above 0
   * @param nanoTime monotonic time in nanoseconds, for any thread
   */
  public static ProgressLine onTerminal(
      PrintStream out, long start, long total, LongSupplier nanoTime) {
    return new ProgressLine(out, start, total, total, nanoTime, Terminal.columns());
  }

  /**
   * A plain line every {@code every} steps, for a file or a pipe.
   *
   * @param start steps that were done before, in a run that was resumed
   * @param total steps to do, above 0
   * @param nanoTime monotonic time in nanoseconds
   */
  public static ProgressLine plain(
      PrintStream out, long start, long total, long every, LongSupplier nanoTime) {
    return new ProgressLine(out, start, total, every, nanoTime, 0);
  }

  private ProgressBar bar(int columns) {
    return new ProgressBarBuilder()
        .setInitialMax(total)
        .startsFrom(start, Duration.ZERO)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        // With a width given, the consumer leaves the terminal and its signals alone.
        .setConsumer(new ConsoleProgressBarConsumer(out, columns))
        .setRenderer(
            (state, longest) ->
                ProgressText.withBar(
                    longest, start, state.getCurrent(), total, seconds(), state.getExtraMessage()))
        .build();
  }

  /** Says how many steps are done. Allocates nothing, unless it prints a line. */
  public void step(long done) {
    step = done;
    if (bar != null) {
      bar.stepTo(done);
    } else if (done >= nextLine) {
      nextLine = (done / every + 1) * every;
      printFigures();
    }
  }

  /**
   * Says how well it goes; shown with the next steps.
   *
   * @param episodeReturn return of the last evaluation or episode
   * @param velocity its mean forward velocity, m/s
   * @param falls falls so far
   * @param temperature temperature of the learner
   */
  public void show(double episodeReturn, double velocity, long falls, double temperature) {
    message =
        String.format(
            Locale.ROOT,
            "return %.0f  %.2f m/s  %d %s  temperature %.3f",
            episodeReturn,
            velocity,
            falls,
            falls == 1 ? "fall" : "falls",
            temperature);
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  /** Prints a line that stays, above the progress line. */
  public void print(String line) {
    out.print((bar == null ? "" : Terminal.CLEAR_LINE) + line + System.lineSeparator());
    out.flush();
  }

  /** Leaves the last state on the screen. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    } else if (step > start && step % every != 0) {
      printFigures();
    }
  }

  private void printFigures() {
    print(ProgressText.figures(start, step, total, seconds(), message));
  }

  private double seconds() {
    return (nanoTime.getAsLong() - startNanos) * NANOS;
  }
}
