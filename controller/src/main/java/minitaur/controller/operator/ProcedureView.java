package minitaur.controller.operator;

import org.jspecify.annotations.Nullable;

/**
 * State of a procedure, such as a calibration, for the operator interfaces.
 *
 * @param prompt pending prompt; null while the procedure works by itself
 * @param activity what the procedure is doing, such as "moving the legs"; empty while a prompt is
 *     pending
 * @param progress progress of the activity, 0 to 1
 */
public record ProcedureView(@Nullable OperatorPrompt prompt, String activity, double progress) {
  /** A procedure that has not started. */
  public static final ProcedureView NONE = new ProcedureView(null, "", 0);
}
