package minitaur.controller.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import minitaur.controller.console.terminal.TrainingProgress;
import minitaur.controller.console.web.RunDescription;
import minitaur.controller.operator.OperatorEvent;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.TrainingListener;
import org.junit.jupiter.api.Test;

class OperatorSessionTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void eventsOfThePageReportThatAnEarlierPolicyIsKept() throws Exception {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (OperatorSession session =
        new OperatorSession(
            ControllerConfig.defaults(),
            new OperatorChoice(OperatorChoice.Kind.NONE, null),
            new PageChoice(new ConsoleSettings(true, "127.0.0.1", 0, ""), false),
            RunDescription.named("test"),
            false,
            InputStream.nullInputStream(),
            out)) {
      session.start();
      session.withPageUpdates(TrainingListener.silent()).onPolicyDiscarded();
      assertThat(session.channel().events(0))
          .singleElement()
          .returns(Severity.INFORMATION, OperatorEvent::severity)
          .returns(TrainingProgress.KEPT_POLICY, OperatorEvent::text);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("Page: http://127.0.0.1:")
        .as("the terminal prints it with the progress")
        .doesNotContain(TrainingProgress.KEPT_POLICY);
  }
}
