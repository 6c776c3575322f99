package minitaur.calibration.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextPromptsTest {
  private final StringWriter output = new StringWriter();

  @Test
  void scriptAnswersInstructionsInOrder() throws CancelledException {
    Prompts prompts = scriptedPrompts("# first\nyes\n\n  yes 2  # second\nyes 2\n");
    prompts.confirm(instruction(1));
    prompts.confirm(instruction(2));
    assertThatThrownBy(() -> prompts.confirm(instruction(3)))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("instruction 3")
        .hasMessageContaining("'yes 2'");
    assertThatThrownBy(() -> prompts.confirm(instruction(4)))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("no answer to instruction 4");
    assertThat(output.toString()).contains("2/9 Do it.");
  }

  @Test
  void yesAllDoesNotConfirmRejectedInstruction() throws CancelledException {
    Prompts prompts = scriptedPrompts("yes all");
    prompts.confirm(instruction(1));
    prompts.confirm(instruction(2));
    assertThatThrownBy(() -> prompts.confirm(instruction(2).rejected("it moves")))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("it moves");
  }

  private Prompts scriptedPrompts(String answers) {
    return TextPrompts.fromScript(new StringReader(answers), new PrintWriter(output));
  }

  private static Instruction instruction(int number) {
    return new Instruction(
        number,
        9,
        "Do it.",
        null,
        Instruction.Timing.BEFORE_CONFIRMATION,
        /* rejectionReason= */ null);
  }
}
