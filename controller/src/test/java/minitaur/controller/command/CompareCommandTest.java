package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class CompareCommandTest {
  private static final String TINY_CONFIG =
      """
      run: {evaluationInterval: 150, evaluationEpisodes: 1, checkpointInterval: 50}
      task: {episodeSteps: 50}
      learner: {batchSize: 8, hiddenUnits: 8, randomSteps: 100, replayCapacity: 1000}
      compute: {threads: 1}
      sim: {profile: nominal}
      """;

  @TempDir private Path temporary;
  private final TestProgram program = new TestProgram();

  @BeforeEach
  void writeConfiguration() throws IOException {
    Files.writeString(temporary.resolve("tiny.yaml"), TINY_CONFIG);
  }

  private int compare(String... options) {
    return program.run(
        Stream.concat(
                Stream.of(
                    "compare",
                    "--config=" + temporary.resolve("tiny.yaml"),
                    "--dir=" + temporary.resolve("compare"),
                    "--steps=300"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void trainsEachLearnerWithEachSeedOnce() throws IOException {
    assertThat(compare("--learners=paper,layer-norm-sac", "--seeds=2"))
        .as(program.out() + program.err())
        .isZero();
    assertThat(program.out()).contains("paper", "layer-norm-sac", "lasting walk", "compare.png");
    Path output = temporary.resolve("compare");
    assertThat(output.resolve("compare.png")).isNotEmptyFile();
    CsvTable table = CsvTable.read(output.resolve("compare.csv"));
    assertThat(table.strings("learner").stream().distinct().toList())
        .containsExactly("paper", "layer-norm-sac");
    // Two learners, two seeds, and evaluations at 150 and 300 steps.
    assertThat(table.size()).isEqualTo(8);

    program.clear();
    assertThat(compare("--learners=paper,layer-norm-sac", "--seeds=2", "--json")).isZero();
    List<String> lines = program.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(program.err()).doesNotContain("started");
    for (String line : lines) {
      JsonNode json = new ObjectMapper().readTree(line);
      double sum = 0;
      for (int seed = 0; seed < 2; seed++) {
        String run = "learner.name-" + json.get("learner").asText() + "_seed" + seed;
        double[] returns =
            CsvTable.read(output.resolve(run).resolve("progress.csv"))
                .numbers("evaluation_return_mean");
        sum += returns[returns.length - 1];
      }
      assertThat(json.get("final_return_mean").asDouble()).isCloseTo(sum / 2, within(1e-9));
      assertThat(json.get("runs").asInt()).isEqualTo(2);
    }
  }

  @Test
  void rejectsRunsWithOtherSettingsBeforeWriting() throws IOException {
    Path output = temporary.resolve("compare");
    Path config = temporary.resolve("tiny.yaml");
    List<ConfigOverride> settings =
        Stream.of("run.steps=300", "learner.name=paper", "run.seed=0")
            .map(each -> ConfigOverride.parse("--set", each))
            .toList();
    RunDirectory.create(
            output.resolve("learner.name-paper_seed0"),
            ControllerConfig.read(config, settings),
            program.program().build())
        .close();
    Files.writeString(output.resolve("learner.name-paper_seed0.outcome"), "0\n\n");
    Files.writeString(output.resolve("compare.yaml"), "earlier");
    assertThat(
            program.run(
                "compare",
                "--config=" + config,
                "--dir=" + output,
                "--learners=paper",
                "--steps=50",
                "--set=task.kp=2"))
        .isEqualTo(2);
    assertThat(program.err())
        .contains(
            "learner.name-paper_seed0",
            "run.steps is 300 in this run, but 50 in the plan",
            "task.kp is",
            "--dir");
    assertThat(output.resolve("compare.yaml")).hasContent("earlier");
    assertThat(output.resolve("compare.csv")).doesNotExist();
  }

  @Test
  void reportsReasonOfFailedRun() {
    assertThat(compare("--learners=paper", "--seeds=1", "--env=program:/no/such/program")).isOne();
    assertThat(program.out())
        .contains("failed  learner.name-paper_seed0: ", "/no/such/program")
        .doesNotContain("lasting walk");
    assertThat(compare("--learners=paper", "--seeds=1", "--env=program:/no/such/program")).isOne();
    assertThat(program.err()).contains("/no/such/program");
  }

  /** The details of a message follow it, and can end with an empty line. */
  @Test
  void reportsMessageRatherThanItsDetails() throws IOException {
    Path script = temporary.resolve("server.sh");
    Files.writeString(script, "echo no such body >&2; echo >&2; exit 3");
    assertThat(compare("--learners=paper", "--seeds=1", "--env=program:sh " + script)).isOne();
    assertThat(program.out())
        .containsPattern("failed  learner.name-paper_seed0: .*exited with code 3");
  }

  @Test
  void rejectsUnknownOrDuplicateLearner() {
    assertThat(compare("--learners=paper,nonexistent")).isEqualTo(2);
    assertThat(program.err()).contains("nonexistent");
    assertThat(compare("--learners=paper,paper")).isEqualTo(2);
    assertThat(program.err()).contains("each name once");
    assertThat(compare("--learners=paper", "--set=run.seed=1")).isEqualTo(2);
    assertThat(program.err()).contains("--seeds N");
  }
}
