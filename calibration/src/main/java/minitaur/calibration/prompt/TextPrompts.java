package minitaur.calibration.prompt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import minitaur.hal.file.FileErrors;

/**
 * Prompts answered from a file, one line per answer. {@code yes} confirms, {@code yes 3} confirms
 * only instruction 3, {@code yes all} confirms all further instructions, and anything else cancels.
 * Surrounding whitespace, empty lines and text after {@code #} are ignored; the end of the input
 * cancels.
 */
public final class TextPrompts implements Prompts {
  private final BufferedReader input;
  private final PromptPrinter printer;
  private boolean confirmsAll;

  private TextPrompts(Reader answers, PromptPrinter printer) {
    input = new BufferedReader(answers);
    this.printer = printer;
  }

  /** Prompts answered from a file. */
  public static TextPrompts fromScript(Reader answers, PrintWriter out) {
    return fromScript(answers, new PromptPrinter(out, false));
  }

  /** Prompts answered from a file, with the given output. */
  public static TextPrompts fromScript(Reader answers, PromptPrinter printer) {
    return new TextPrompts(answers, printer);
  }

  @Override
  public void confirm(Instruction instruction) throws CancelledException {
    printer.printInstruction(instruction);
    if (confirmsAll) {
      if (instruction.rejectionReason() != null) {
        throw new CancelledException(
            "the script confirmed instruction %d, which was rejected: %s"
                .formatted(instruction.number(), instruction.rejectionReason()));
      }
      return;
    }
    checkAnswer(readAnswer(instruction), instruction);
  }

  private void checkAnswer(String answer, Instruction instruction) throws CancelledException {
    if (answer.equals("yes all")) {
      confirmsAll = true;
      return;
    }
    if (!answer.equals("yes") && !answer.equals("yes " + instruction.number())) {
      throw new CancelledException(
          "instruction %d was answered with '%s'".formatted(instruction.number(), answer));
    }
  }

  private String readAnswer(Instruction instruction) throws CancelledException {
    try {
      while (true) {
        String line = input.readLine();
        if (line == null) {
          throw new CancelledException(
              "no answer to instruction %d".formatted(instruction.number()));
        }
        int comment = line.indexOf('#');
        String answer = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!answer.isEmpty()) {
          return answer;
        }
      }
    } catch (IOException e) {
      throw new CancelledException("answers cannot be read: " + FileErrors.message(e));
    }
  }

  @Override
  public void reportProgress(String activity, double fraction) {
    printer.printProgress(activity, fraction);
  }

  @Override
  public void showMessage(String message) {
    printer.printLine(message);
  }

  @Override
  public void throwIfCancelled() {}
}
