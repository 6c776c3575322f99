package minitaur.calibration.prompt;

import java.io.PrintWriter;
import java.util.Locale;

/** What an operator reads of a procedure, in plain lines. Used by one thread. */
public final class PromptText {
  private static final double SHOWN_PARTS = 5;

  private final PrintWriter out;
  private final boolean typed;
  private int shownPart = -1;

  /**
   * @param typed whether the reader types the answers
   */
  public PromptText(PrintWriter out, boolean typed) {
    this.out = out;
    this.typed = typed;
  }

  /** Says what is to be done, and why it was not accepted before. */
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
   * Says how far it is, a few times.
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

  /** Says a line. */
  public void tell(String line) {
    out.println(line);
    out.flush();
  }
}
