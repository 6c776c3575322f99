package minitaur.controller.run;

import minitaur.hal.Text;

/** Formats the progress of a training run. */
final class ProgressText {
  private static final int MIN_BAR_LENGTH = 5;
  private static final int MAX_BAR_LENGTH = 40;

  private ProgressText() {}

  /**
   * Formats a bar and metrics in at most {@code columns} characters; the bar is shortened first,
   * then the metrics.
   */
  static String withBar(
      int columns, long start, long step, long total, double seconds, String message) {
    String metrics = metrics(start, step, total, seconds, message);
    int length = Math.min(MAX_BAR_LENGTH, columns - metrics.length() - 3);
    String line = length < MIN_BAR_LENGTH ? metrics : bar(length, step, total) + " " + metrics;
    return line.length() <= columns ? line : line.substring(0, columns);
  }

  private static String bar(int length, long step, long total) {
    int filled = (int) Math.min(length, length * step / total);
    return "[" + "=".repeat(filled) + " ".repeat(length - filled) + "]";
  }

  /**
   * Formats steps, speed, remaining time and a message.
   *
   * @param start steps done at the start of the window of the speed
   * @param step steps done
   * @param total steps of the training
   * @param seconds training time since then, s
   */
  static String metrics(long start, long step, long total, double seconds, String message) {
    double speed = seconds > 0 ? (step - start) / seconds : 0;
    String remaining = speed > 0 ? formatDuration((total - step) / speed) + " left" : "";
    return Text.of(
            "%3d%% %d/%d  %.0f steps/s  %s  %s",
            100 * step / total, step, total, speed, remaining, message)
        .stripTrailing();
  }

  /** Formats hours, minutes and seconds, omitting zero hours. */
  private static String formatDuration(double seconds) {
    long rounded = Math.round(seconds);
    return rounded < 3600
        ? Text.of("%d:%02d", rounded / 60, rounded % 60)
        : Text.of("%d:%02d:%02d", rounded / 3600, rounded / 60 % 60, rounded % 60);
  }
}
