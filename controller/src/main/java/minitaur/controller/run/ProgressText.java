package minitaur.controller.run;

import java.util.Locale;

/** How far a training is, in words. */
final class ProgressText {
  private static final int SHORTEST_BAR = 5;
  private static final int LONGEST_BAR = 40;

  private ProgressText() {}

  /**
   * A bar and figures in at most {@code columns} characters; what does not fit is left out from the
   * bar first, then from the end.
   */
  static String withBar(
      int columns, long start, long step, long total, double seconds, String message) {
    String figures = figures(start, step, total, seconds, message);
    int length = Math.min(LONGEST_BAR, columns - figures.length() - 3);
    String line = length < SHORTEST_BAR ? figures : bar(length, step, total) + " " + figures;
    return line.length() <= columns ? line : line.substring(0, columns);
  }

  private static String bar(int length, long step, long total) {
    int full = (int) Math.min(length, length * step / total);
    return "[" + "=".repeat(full) + " ".repeat(length - full) + "]";
  }

  /**
   * Steps, speed, time left and a message.
   *
   * @param start steps that were done before, in a run that was resumed
   * @param step steps that are done
   * @param total steps to do
   * @param seconds time since {@code start}
   */
  static String figures(long start, long step, long total, double seconds, String message) {
    double speed = seconds > 0 ? (step - start) / seconds : 0;
    String left = speed > 0 ? clock((total - step) / speed) + " left" : "";
    return String.format(
            Locale.ROOT,
            "%3d%% %d/%d  %.0f steps/s  %s  %s",
            100 * step / total,
            step,
            total,
            speed,
            left,
            message)
        .stripTrailing();
  }

  /** Hours, minutes and seconds, the hours only when there are any. */
  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
