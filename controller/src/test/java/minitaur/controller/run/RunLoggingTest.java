package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class RunLoggingTest {
  @Test
  void warningsGoToTheConsoleAndEverythingToTheFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("minitaur.log");
    Files.writeString(file, "before\n");
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logger ours = context.getLogger("minitaur.controller.Something");
    Logger library = context.getLogger("org.library.Something");

    try (RunLogging logging = new RunLogging(context, console)) {
      ours.warn("early");
      logging.writeTo(file);
      ours.debug("detail");
      ours.info("news");
      ours.warn("trouble", new IOException("disk"));
      library.debug("chatter");
      library.info("hello");
    }
    ours.error("late");

    assertThat(console.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("WARN: early\nWARN: trouble\n");
    assertThat(Files.readAllLines(file).get(0)).isEqualTo("before");
    assertThat(Files.readString(file))
        .contains("DEBUG [main] Something: detail", "INFO  [main] Something: news")
        .contains("WARN  [main] Something: trouble", "java.io.IOException: disk", "\tat ")
        .contains("Something: hello")
        .doesNotContain("early", "chatter", "late");
  }
}
