package minitaur.controller.command;

/** How the program ends, for whoever called it. */
public enum ExitCode {
  /** All went well. */
  OK(0, "all went well"),
  /** It began and failed; the message says why. */
  FAILED(1, "it began and failed; the message says why, the log more"),
  /** The command line or the configuration cannot be used; nothing was done. */
  USAGE(2, "the command line or the configuration cannot be used; nothing was done"),
  /** The operator or a safety limit ended it; a training can be resumed. */
  STOPPED(3, "ended by the operator or a safety limit; a training can be resumed");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The number that the operating system is given. */
  public int number() {
    return number;
  }

  /** What it means, in a few words. */
  public String meaning() {
    return meaning;
  }
}
