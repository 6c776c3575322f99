package minitaur.controller.run;

/** Exit code of the process. */
public enum ExitCode {
  /** Success. */
  OK(0, "success"),
  /** The command started and failed, or a threshold was missed. */
  FAILED(1, "failed, or a threshold was missed; see the message and the log"),
  /** The command line or the configuration is invalid; nothing was done. */
  USAGE(2, "invalid command line or configuration; nothing was done"),
  /** Stopped by the operator or by a safety limit; a training run can be resumed. */
  STOPPED(3, "stopped by the operator or by a safety limit; a run can be resumed");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** {@link #OK} or {@link #FAILED}. */
  public static ExitCode of(boolean success) {
    return success ? OK : FAILED;
  }

  /** The number passed to the operating system. */
  public int number() {
    return number;
  }

  /** One line for the help. */
  public String meaning() {
    return meaning;
  }
}
