package minitaur.controller.operator;

import org.jspecify.annotations.Nullable;

/**
 * What an operator sees of a procedure, such as a calibration.
 *
 * @param prompt what he is asked for; null when the procedure works by itself
 * @param activity what it does by itself, such as "moving the legs"; empty when it asks
 * @param part how far that is, 0 to 1
 */
public record ProcedureView(@Nullable OperatorPrompt prompt, String activity, double part) {
  /** One that has not begun. */
  public static final ProcedureView NONE = new ProcedureView(null, "", 0);
}
