package minitaur.controller.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks that a server keeps serving after SIGINT, as the protocol requires. */
public final class InterruptedServer {
  private InterruptedServer() {}

  /**
   * Starts a server, sends it SIGINT and takes a step.
   *
   * @param directory for a temporary file
   * @param command program and arguments of the server
   */
  public static void assertKeepsServing(Path directory, List<String> command)
      throws IOException, InterruptedException {
    Path pid = directory.resolve("pid");
    try (EnvironmentProcess process =
        new EnvironmentProcess(
            "interrupted", recordingPid(pid, command), 1, 0, Duration.ofSeconds(60))) {
      float[] observation = new float[process.spec().observations().size()];
      process.reset(0, 1, observation);
      String server = Files.readString(pid).strip();
      assertThat(new ProcessBuilder("kill", "-INT", server).start().waitFor()).isZero();
      float[] action = new float[process.spec().actions().size()];
      for (int step = 0; step < 20; step++) {
        process.step(action);
        Thread.sleep(10);
      }
    }
  }

  /** A command that first writes the number of its process to a file. */
  public static List<String> recordingPid(Path file, List<String> command) {
    List<String> recorded =
        new ArrayList<>(List.of("sh", "-c", "echo $$ >\"$0\"; exec \"$@\"", file.toString()));
    recorded.addAll(command);
    return recorded;
  }
}
