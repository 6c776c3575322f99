package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import minitaur.controller.external.EnvironmentProcess;
import minitaur.controller.external.InterruptedServer;
import minitaur.controller.run.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvServerCommandTest {
  @Test
  void keepsServingAfterInterrupt(@TempDir Path directory)
      throws IOException, InterruptedException {
    InterruptedServer.assertKeepsServing(directory, command());
  }

  @Test
  void endsOnTerminationSignal(@TempDir Path directory) throws IOException {
    Path pid = directory.resolve("pid");
    List<String> command = InterruptedServer.recordingPid(pid, command());
    try (EnvironmentProcess client =
        new EnvironmentProcess("terminated", command, 1, 0, Duration.ofSeconds(60))) {
      assertThat(client.spec().actions().size()).isPositive();
      ProcessHandle server =
          ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
      server.destroy();
      assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  private static List<String> command() {
    List<String> command = JavaCommand.of(Main.class, List.of("-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("env-server", "--empty"));
    return command;
  }
}
