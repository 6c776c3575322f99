package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class RunLoggingTest {
  @Test
  void rotatesFileAtMaxSize(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("100 %d.log");
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logger logger = context.getLogger("minitaur.controller.Something");
    try (RunLogging logging = new RunLogging(context, new ByteArrayOutputStream(), false)) {
      logging.writeTo(file, 1000);
      for (int i = 0; i < 200; i++) {
        logger.info("line {} {}", i, "x".repeat(100));
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("100 %d.log", "100 %d.log.1", "100 %d.log.2", "100 %d.log.3");
    }
    assertThat(Files.size(file)).isLessThan(3000);
    assertThat(Files.readString(file)).contains("line 199");
  }

  @Test
  void logsWarningsToConsoleAndAllToFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("minitaur.log");
    Files.writeString(file, "before\n");
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logger logger = context.getLogger("minitaur.controller.Something");
    Logger libraryLogger = context.getLogger("org.library.Something");

    try (RunLogging logging = new RunLogging(context, console, false)) {
      logger.warn("early");
      logging.writeTo(file);
      logger.debug("detail");
      logger.info("message");
      logger.warn("failure", new IOException("disk"));
      libraryLogger.debug("library detail");
      libraryLogger.info("library message");
    }
    logger.error("late");

    assertThat(console.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("WARN: early\nWARN: failure\n");
    String thread = Thread.currentThread().getName();
    assertThat(Files.readAllLines(file).get(0)).isEqualTo("before");
    assertThat(Files.readString(file))
        .contains(
            "DEBUG [" + thread + "] Something: detail", "INFO  [" + thread + "] Something: message")
        .contains("WARN  [" + thread + "] Something: failure", "java.io.IOException: disk", "\tat ")
        .contains("Something: library message")
        .doesNotContain("early", "library detail", "late");
  }
}
