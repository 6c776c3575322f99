package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compares the output on terminals and in pipes with snapshots. */
@Timeout(120)
class TerminalOutputTest {
  private static final String TRAIN =
      "train --profile nominal --steps 400 --no-console --set task.episodeSteps=100"
          + " --set learner.batchSize=8 --set learner.hiddenUnits=8 --set learner.randomSteps=200"
          + " --set compute.threads=1 --set run.evaluationInterval=400"
          + " --set run.evaluationEpisodes=1 --run-dir run";

  @TempDir private Path directory;

  private String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java")
        + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
        + System.getProperty("java.class.path")
        + "' "
        + Main.class.getName()
        + " ";
  }

  /**
   * Returns the output of a shell command and of its terminal, if any, with normalized line ends.
   */
  private String run(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "not installed: " + command[0]);
      throw e;
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.replace("\r\n", "\n");
  }

  private String runOnTerminal(String environment, String arguments) throws Exception {
    return run(
        "script",
        "-qfec",
        "stty cols 80; env " + environment + " " + javaCommand() + arguments,
        "/dev/null");
  }

  /** Replaces numbers, which vary. */
  private static String replaceNumbers(String output) {
    return output
        .replaceAll("-?\\d+(:\\d+)?(\\.\\d+)?", "N")
        .replaceAll("falls?", "falls")
        .replaceAll(" +", " ");
  }

  private static String readSnapshot(String name) throws IOException {
    try (InputStream in = TerminalOutputTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void helpWrapsAt80ColumnsAndGroupsOptions() throws Exception {
    assertThat(runOnTerminal("NO_COLOR=1 TERM=xterm", "doctor --help"))
        .isEqualTo(readSnapshot("doctor-help-80-columns.txt"));
  }

  @Test
  void pipedTrainingPrintsLines() throws Exception {
    String output = run("bash", "-c", javaCommand() + TRAIN + " | cat");
    assertThat(output).containsSubsequence("100% 400/400", "Done.");
    assertThat(replaceNumbers(output)).isEqualTo(readSnapshot("train-piped.txt"));
  }

  @Test
  void outputAndFilesAreTheSameInEveryLocale() throws Exception {
    // Arabic has other digits, and Turkish other capital letters.
    String arabic = javaCommand().replace(" -cp ", " -Duser.language=ar -Duser.country=EG -cp ");
    assertThat(replaceNumbers(run("bash", "-c", arabic + TRAIN + " | cat")))
        .isEqualTo(readSnapshot("train-piped.txt"));

    String turkish = javaCommand().replace(" -cp ", " -Duser.language=tr -Duser.country=TR -cp ");
    String infer = "infer --policy run/policy.safetensors </dev/null";
    assertThat(run("bash", "-c", turkish + infer)).doesNotContain("minitaur infer:");
  }

  @Test
  void dumbTerminalOutputHasNoControlCharacters() throws Exception {
    String output = runOnTerminal("TERM=dumb", TRAIN);
    assertThat(output).doesNotContain("\u001b", "\r");
    assertThat(replaceNumbers(output)).isEqualTo(readSnapshot("train-dumb-terminal.txt"));
  }

  @Test
  void noColorRemovesColors() throws Exception {
    String expected =
        """
        minitaur: Unmatched argument at index 0: 'trian'
        Did you mean: minitaur train or minitaur trainer?
        Try: minitaur --help
        """;
    assertThat(runOnTerminal("NO_COLOR=1 TERM=xterm", "trian")).isEqualTo(expected);
    assertThat(runOnTerminal("-u NO_COLOR TERM=xterm", "trian")).contains("\u001b[31m");
    assertThat(runOnTerminal("-u NO_COLOR TERM=dumb", "trian")).isEqualTo(expected);
  }
}
