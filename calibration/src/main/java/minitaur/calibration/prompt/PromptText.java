package minitaur.calibration.prompt;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints the prompts of a procedure as plain lines. Not thread-safe. */
public final class PromptText {
  private static final double SHOWN_PARTS = 5;

  private final PrintWriter out;
  private final boolean typed;
  private int shownPart = -1;

  /**
   * @param typed whether the operator types the answers
   */
  public PromptText(PrintWriter out, boolean typed) {
    this.out = out;
    this.typed = typed;
  }

  /** Prints an instruction, and why its last confirmation was rejected. */
  public void ask(Instruction instruction) {
    if (instruction.refusal() != null) {
      out.println("   not accepted: " + instruction.refusal());
    }
    out.printf(
        Locale.ROOT,
        "%d/%d %s%s%n",
        instruction.number(),
        instruction.total(),
        instruction.text(),
        instruction.when() == Instruction.Moment.AFTER_CONFIRMING
            ? " (Confirm first, then do it.)"
            : "");
    if (typed) {
      out.print("    Enter: go on; anything else: cancel > ");
    }
    out.flush();
  }

  /**
   * Prints the progress, at a few steps only.
   *
   * @param part from 0 to 1
   */
  public void progress(String what, double part) {
    int reached = (int) Math.floor(SHOWN_PARTS * part);
    if (reached != shownPart) {
      shownPart = reached;
      out.printf(Locale.ROOT, "    %s: %.0f %%%n", what, 100 * reached / SHOWN_PARTS);
      out.flush();
    }
  }

  /** Prints a line. */
  public void tell(String line) {
    out.println(line);
    out.flush();
  }
}
