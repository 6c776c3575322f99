package minitaur.calibration.prompt;

import org.jspecify.annotations.Nullable;

/**
 * An instruction to the operator.
 *
 * @param number number of the instruction within the procedure, starting at 1; a confirmation
 *     includes it, so that a late confirmation does not confirm the next instruction
 * @param total number of instructions of the procedure
 * @param text what to do, in a sentence or two
 * @param pose pose to show; null for none
 * @param timing when to do it
 * @param rejectionReason why the last confirmation of this instruction was rejected; null at first
 */
public record Instruction(
    int number,
    int total,
    String text,
    @Nullable TargetPose pose,
    Timing timing,
    @Nullable String rejectionReason) {

  /** When the operator carries out the instruction. */
  public enum Timing {
    /** Before confirming: the confirmation reports that it is done. */
    BEFORE_CONFIRMATION,
    /** After confirming: the procedure observes the action. */
    AFTER_CONFIRMATION
  }

  /** The same instruction, repeated with a reason of rejection. */
  public Instruction rejected(String reason) {
    return new Instruction(number, total, text, pose, timing, reason);
  }
}
