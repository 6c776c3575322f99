package minitaur.controller.operator;

import java.util.List;

/**
 * A request to the operator to reset the robot, pending until it is answered.
 *
 * @param number number of the request within the run, starting at 1; a request that is repeated
 *     because the confirmation was rejected has a new number
 * @param issuedAtMillis time of the request, milliseconds since 1970-01-01 UTC
 * @param cause what happened, such as "the robot fell backward, pitch -41 degrees, after 212 steps"
 * @param instruction what the operator is to do, such as "place the robot at the start line, facing
 *     the lane, legs free"
 * @param nextSteps what happens after the confirmation
 * @param rejectionReasons why the last confirmation was rejected, such as "pitch is 12 degrees; set
 *     it level"; empty if there was none
 * @param motorsOff whether the motors were turned off because the answer took too long
 */
public record ResetRequest(
    long number,
    long issuedAtMillis,
    String cause,
    String instruction,
    String nextSteps,
    List<String> rejectionReasons,
    boolean motorsOff) {
  public ResetRequest {
    rejectionReasons = List.copyOf(rejectionReasons);
  }
}
