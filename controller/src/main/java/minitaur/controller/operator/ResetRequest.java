package minitaur.controller.operator;

import java.util.List;

/**
 * What the operator is asked for. It stays until it is answered.
 *
 * @param number counts requests of the run from 1
 * @param askedAtMillis when it was asked, milliseconds since 1970-01-01 UTC
 * @param what happened, such as "the robot fell backward, pitch -41 degrees, after 212 steps"
 * @param todo what the operator is to do, such as "set it at the start line facing the lane, legs
 *     free"
 * @param next what happens when that is confirmed
 * @param objections why the last confirmation was not accepted, such as "pitch is 12 degrees; set
 *     it level"; empty when there was none
 * @param motorsOff whether the motors were turned off because the answer took too long
 */
public record ResetRequest(
    long number,
    long askedAtMillis,
    String what,
    String todo,
    String next,
    List<String> objections,
    boolean motorsOff) {
  /** Keeps copies. */
  public ResetRequest {
    objections = List.copyOf(objections);
  }
}
