package minitaur.calibration.prompt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;

/**
 * Prompts on a plain terminal, or answered from a file; one line per answer. An empty line or
 * {@code yes} confirms, {@code yes 3} confirms only instruction 3, {@code yes all} confirms all
 * further instructions, and anything else cancels. Surrounding whitespace and text after {@code #}
 * are ignored; the end of the input cancels.
 */
public final class PlainPrompts implements Prompts {
  private final BufferedReader answers;
  private final PromptText text;
  private final boolean script;
  private boolean confirmsAll;

  private PlainPrompts(Reader answers, PromptText text, boolean script) {
    this.answers = new BufferedReader(answers);
    this.text = text;
    this.script = script;
  }

  /** Prompts answered by typing. */
  public static PlainPrompts terminal(Reader in, PrintWriter out) {
    return new PlainPrompts(in, new PromptText(out, true), false);
  }

  /** Prompts answered from a file; empty lines and comments are skipped. */
  public static PlainPrompts script(Reader answers, PrintWriter out) {
    return script(answers, new PromptText(out, false));
  }

  /** Prompts answered from a file, with the given output. */
  public static PlainPrompts script(Reader answers, PromptText text) {
    return new PlainPrompts(answers, text, true);
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    text.ask(instruction);
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
    text.progress(what, part);
  }

  @Override
  public void tell(String line) {
    text.tell(line);
  }

  @Override
  public void requireGoingOn() {}
}
