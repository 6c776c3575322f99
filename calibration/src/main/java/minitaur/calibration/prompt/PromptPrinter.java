package minitaur.calibration.prompt;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints the prompts of a procedure as plain lines. Not thread-safe. */
public final class PromptPrinter {
  private static final double PROGRESS_STEPS = 5;

  private final PrintWriter out;
  private final boolean interactive;
  private int lastStep = -1;

  /**
   * @param interactive whether the operator types the answers
   */
  public PromptPrinter(PrintWriter out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  /** Prints an instruction, and why its last confirmation was rejected. */
  public void printInstruction(Instruction instruction) {
    if (instruction.rejectionReason() != null) {
      out.println("   rejected: " + instruction.rejectionReason());
    }
    out.printf(
        Locale.ROOT,
        "%d/%d %s%s%n",
        instruction.number(),
        instruction.total(),
        instruction.text(),
        instruction.timing() == Instruction.Timing.AFTER_CONFIRMATION
            ? " (Confirm first, then do it.)"
            : "");
    if (interactive) {
      out.print("    Enter: continue; anything else: cancel > ");
    }
    out.flush();
  }

  /**
   * Prints the progress, at a few steps only.
   *
   * @param fraction from 0 to 1
   */
  public void printProgress(String activity, double fraction) {
    int step = (int) Math.floor(PROGRESS_STEPS * fraction);
    if (step != lastStep) {
      lastStep = step;
      out.printf(Locale.ROOT, "    %s: %.0f %%%n", activity, 100 * step / PROGRESS_STEPS);
      out.flush();
    }
  }

  /** Prints a line. */
  public void printLine(String line) {
    out.println(line);
    out.flush();
  }
}
