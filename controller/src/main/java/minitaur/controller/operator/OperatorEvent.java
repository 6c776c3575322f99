package minitaur.controller.operator;

/**
 * Something that happened, for the list of events.
 *
 * @param number counts the run's events from 1
 * @param timeMillis milliseconds since 1970-01-01 UTC
 * @param severity how bad it is
 * @param text for people, one line
 */
public record OperatorEvent(long number, long timeMillis, Severity severity, String text) {
  /** How bad an event is. */
  public enum Severity {
    /** As it should be. */
    INFORMATION,
    /** Worth a look. */
    WARNING,
    /** The robot was stopped for it. */
    FAULT
  }
}
