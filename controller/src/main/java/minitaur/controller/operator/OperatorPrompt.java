package minitaur.controller.operator;

import minitaur.calibration.prompt.Instruction;

/**
 * What a procedure asks the operator to do. It stays until it is answered.
 *
 * @param number counts what was asked since the program began, from 1; asked again, it has another
 * @param askedAtMillis when it was asked, milliseconds since 1970-01-01 UTC
 * @param instruction what to do
 * @param isWatched whether the robot itself shows when it is done, so that no confirmation is
 *     needed
 */
public record OperatorPrompt(
    long number, long askedAtMillis, Instruction instruction, boolean isWatched) {}
