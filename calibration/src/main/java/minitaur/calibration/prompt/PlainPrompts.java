package minitaur.calibration.prompt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.Locale;

/**
 * The operator at a plain terminal, or a file of answers in his place: one line an answer. An empty
 * line or {@code yes} confirms, {@code yes 3} confirms instruction 3 and no other, {@code yes all}
 * confirms all that come, anything else cancels. Blanks around and what follows {@code #} are left
 * out; the end of the text cancels.
 */
public final class PlainPrompts implements Prompts {
  private final BufferedReader answers;
  private final PrintWriter out;
  private final boolean script;
  private boolean confirmsAll;
  private int shownPercent = -1;

  private PlainPrompts(Reader answers, PrintWriter out, boolean script) {
    this.answers = new BufferedReader(answers);
    this.out = out;
    this.script = script;
  }

  /** Someone who types. */
  public static PlainPrompts terminal(Reader in, PrintWriter out) {
    return new PlainPrompts(in, out, false);
  }

  /** Answers from a file, in which empty lines and comments answer nothing. */
  public static PlainPrompts script(Reader answers, PrintWriter out) {
    return new PlainPrompts(answers, out, true);
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
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
    if (!script) {
      out.print("    Enter: go on; anything else: cancel > ");
    }
    out.flush();
    if (confirmsAll) {
      if (instruction.refusal() != null) {
        throw new CancelledException(
            "the script confirmed instruction %d, but: %s"
                .formatted(instruction.number(), instruction.refusal()));
      }
      return;
    }
    take(answer(instruction), instruction);
  }

  private void take(String answer, Instruction instruction) throws CancelledException {
    if (answer.equals("yes all")) {
      confirmsAll = true;
      return;
    }
    boolean plain = answer.isEmpty() || answer.equals("yes");
    if (!plain && !answer.equals("yes " + instruction.number())) {
      throw new CancelledException(
          "instruction %d was answered with '%s'".formatted(instruction.number(), answer));
    }
  }

  private String answer(Instruction instruction) throws CancelledException {
    try {
      while (true) {
        String line = answers.readLine();
        if (line == null) {
          throw new CancelledException(
              "there is no answer to instruction %d".formatted(instruction.number()));
        }
        int comment = line.indexOf('#');
        String answer = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!script || !answer.isEmpty()) {
          return answer;
        }
      }
    } catch (IOException e) {
      throw new CancelledException("answers cannot be read: " + e.getMessage());
    }
  }

  @Override
  public void progress(String what, double part) {
    int percent = 20 * (int) Math.floor(5 * part);
    if (percent != shownPercent) {
      shownPercent = percent;
      out.printf(Locale.ROOT, "    %s: %d %%%n", what, percent);
      out.flush();
    }
  }

  @Override
  public void tell(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void requireGoingOn() {}
}
