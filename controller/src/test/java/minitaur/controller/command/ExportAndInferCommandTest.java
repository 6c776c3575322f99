package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import minitaur.controller.robot.SimulationSettings.Profile;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.train.PretrainedPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the commands export and infer with a policy that ships with the program. */
class ExportAndInferCommandTest {
  private static final int STATE = 112;

  @TempDir private Path temporary;
  private Path policy;

  @BeforeEach
  void writePolicy() throws IOException {
    policy = temporary.resolve("policy.safetensors");
    new PretrainedPolicy(TaskSettings.PAPER, Profile.NOMINAL).stored().write(policy);
  }

  private static TestProgram programWithInput(String input) {
    return new TestProgram(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  private static String stateLine(String value) {
    return String.join(",", Collections.nCopies(STATE, value));
  }

  @Test
  void inferPrintsActionAndTargetsOfEachState() {
    TestProgram program =
        programWithInput(stateLine("0") + "\n" + stateLine(" 0.5 ") + "\n" + stateLine("0") + "\n");
    assertThat(program.run("infer", "--policy=" + policy)).as(program.err()).isZero();
    String[] lines = program.out().lines().toArray(String[]::new);
    assertThat(lines).hasSize(3);
    assertThat(lines[2]).as("the same state again").isEqualTo(lines[0]).isNotEqualTo(lines[1]);
    double[] row =
        Arrays.stream(lines[0].split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    assertThat(row).hasSize(16);
    assertThat(Arrays.copyOf(row, 8))
        .as("actions")
        .satisfies(actions -> assertThat(Arrays.stream(actions)).allMatch(a -> Math.abs(a) <= 1));
    // Swing up to 0.5 rad about 0 and extension up to 0.5 rad about 2.
    assertThat(Arrays.copyOfRange(row, 8, 16))
        .as("targets")
        .satisfies(targets -> assertThat(Arrays.stream(targets)).allMatch(t -> t >= 1 && t <= 3));
  }

  @Test
  void inferRejectsInvalidStates() {
    assertRejected(stateLine("0") + ",0", "standard input, line 1", "113 values");
    assertRejected(stateLine("0") + "\n1,2\n", "standard input, line 2", "2 values");
    assertRejected(stateLine("zero"), "line 1", "\"zero\" is not a number");
    assertRejected(stateLine("NaN"), "line 1", "value 1 is not finite");
  }

  private void assertRejected(String input, String... parts) {
    TestProgram program = programWithInput(input);
    assertThat(program.run("infer", "--policy=" + policy)).isEqualTo(2);
    assertThat(program.err()).contains(parts).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({"c, policy.c", "numpy, policy.py"})
  void exportReplacesFile(String format, String name) throws IOException {
    Path output = temporary.resolve(name);
    Files.writeString(output, "an earlier version");
    TestProgram program = new TestProgram();
    assertThat(
            program.run("export", "--policy=" + policy, "--format=" + format, "--output=" + output))
        .as(program.err())
        .isZero();
    assertThat(program.out()).contains("Wrote " + output);
    assertThat(Files.readString(output)).hasSizeGreaterThan(100_000).doesNotContain("an earlier");
    assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("policy.safetensors", name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c      | policy.safetensors | none/policy.c | none
          c      | missing            | policy.c      | missing: no such file
          elf    | policy.safetensors | policy.elf    | --format
          """)
  void exportReportsErrorsAndWritesNothing(
      String format, String source, String target, String message) {
    TestProgram program = new TestProgram();
    assertThat(
            program.run(
                "export",
                "--policy=" + temporary.resolve(source),
                "--format=" + format,
                "--output=" + temporary.resolve(target)))
        .isNotZero();
    assertThat(program.err()).contains(message).doesNotContain("internal error", "\tat ");
    assertThat(temporary.toFile().list()).containsExactly("policy.safetensors");
  }

  @Test
  void rejectPolicyOfAnotherTask() {
    String rate = "--set=task.policyRateHz=25";
    String difference = "policy_rate_hz is 50.0 in the policy and 25.0 in the configuration";
    TestProgram infer = programWithInput(stateLine("0"));
    assertThat(infer.run("infer", "--policy=" + policy, rate)).isNotZero();
    assertThat(infer.err()).contains(difference);
    TestProgram export = new TestProgram();
    Path output = temporary.resolve("policy.c");
    assertThat(export.run("export", "--policy=" + policy, "--format=c", "--output=" + output, rate))
        .isNotZero();
    assertThat(export.err()).contains(difference);
    assertThat(output).doesNotExist();
  }
}
