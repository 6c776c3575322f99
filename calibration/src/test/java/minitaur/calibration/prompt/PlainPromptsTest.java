package minitaur.calibration.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PlainPromptsTest {
  private final StringWriter shown = new StringWriter();

  @Test
  void scriptAnswersOneByOne() throws CancelledException {
    Prompts prompts = script("# first\nyes\n\n  yes 2  # second\nyes 2\n");
    prompts.confirm(instruction(1));
    prompts.confirm(instruction(2));
    assertThatThrownBy(() -> prompts.confirm(instruction(3)))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("instruction 3")
        .hasMessageContaining("'yes 2'");
    assertThatThrownBy(() -> prompts.confirm(instruction(4)))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("no answer to instruction 4");
    assertThat(shown.toString()).contains("2/9 Do it.");
  }

  @Test
  void confirmingEverythingDoesNotConfirmWhatWasRefused() throws CancelledException {
    Prompts prompts = script("yes all");
    prompts.confirm(instruction(1));
    prompts.confirm(instruction(2));
    assertThatThrownBy(() -> prompts.confirm(instruction(2).refused("it moves")))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("it moves");
  }

  @Test
  void terminalTakesEnterForYesAndWordsForNo() {
    Prompts prompts = PlainPrompts.terminal(new StringReader("\nno\n"), new PrintWriter(shown));
    assertThatCode(() -> prompts.confirm(instruction(1))).doesNotThrowAnyException();
    assertThatThrownBy(() -> prompts.confirm(instruction(2)))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("'no'");
  }

  private Prompts script(String answers) {
    return PlainPrompts.script(new StringReader(answers), new PrintWriter(shown));
  }

  private static Instruction instruction(int number) {
    return new Instruction(
        number, 9, "Do it.", null, Instruction.Moment.BEFORE_CONFIRMING, /* refusal= */ null);
  }
}
