package minitaur.controller.operator;

import minitaur.calibration.prompt.Instruction;

/**
 * An instruction of a procedure to the operator, pending until it is answered.
 *
 * @param number number of the prompt since the program started, starting at 1; a repeated
 *     instruction has a new number
 * @param issuedAtMillis time of the request, milliseconds since 1970-01-01 UTC
 * @param instruction what to do
 * @param isAutoDetected whether completion is detected from the robot itself, so that no
 *     confirmation is needed
 */
public record OperatorPrompt(
    long number, long issuedAtMillis, Instruction instruction, boolean isAutoDetected) {}
