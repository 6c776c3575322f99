package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.external.InterruptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvServerCommandTest {
  @Test
  void keepsServingAfterInterrupt(@TempDir Path directory)
      throws IOException, InterruptedException {
    InterruptedServer.assertKeepsServing(
        directory,
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "env-server",
            "--empty"));
  }
}
