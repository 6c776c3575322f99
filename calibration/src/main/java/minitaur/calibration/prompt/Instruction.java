package minitaur.calibration.prompt;

import org.jspecify.annotations.Nullable;

/**
 * One thing that the operator is asked to do.
 *
 * @param number counts the procedure's instructions from 1; a confirmation names it, so that a late
 *     one does not confirm the next
 * @param total how many instructions the procedure has
 * @param text what to do, in a sentence or two
 * @param pose the pose to be shown; null when none is wanted
 * @param when when to do it
 * @param refusal why the last confirmation of this instruction was not accepted; null at first
 */
public record Instruction(
    int number,
    int total,
    String text,
    @Nullable TargetPose pose,
    Moment when,
    @Nullable String refusal) {

  /** When the operator does what is asked. */
  public enum Moment {
    /** Before he confirms: confirming says that it is done. */
    BEFORE_CONFIRMING,
    /** After he confirms: the procedure watches him do it. */
    AFTER_CONFIRMING
  }

  /** The same instruction, asked again. */
  public Instruction refused(String reason) {
    return new Instruction(number, total, text, pose, when, reason);
  }
}
