package minitaur.controller.operator;

/**
 * An entry of the event list.
 *
 * @param number number of the event within the run, starting at 1
 * @param timeMillis milliseconds since 1970-01-01 UTC
 * @param severity severity of the event
 * @param text one line for the operator
 */
public record OperatorEvent(long number, long timeMillis, Severity severity, String text) {
  /** Severity of an event. */
  public enum Severity {
    /** Normal operation. */
    INFORMATION,
    /** Needs attention. */
    WARNING,
    /** The robot was stopped because of it. */
    FAULT
  }
}
