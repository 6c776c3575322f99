package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands end to end, with a tiny learner. */
class EndToEndTest {
  private static final String[] SMALL_RUN_SETTINGS =
      ("--set sim.profile=nominal --set task.episodeSteps=100 --set learner.batchSize=8 --set"
              + " learner.hiddenUnits=8 --set learner.randomSteps=200 --set"
              + " learner.replayCapacity=1000 --set compute.threads=1 --set run.evaluationInterval=400"
              + " --set run.evaluationEpisodes=1 --set run.checkpointInterval=200")
          .split(" ");

  @TempDir private Path temporary;
  private final TestProgram program = new TestProgram();

  @Test
  void trainsEvaluatesRendersAndPlots() throws Exception {
    Path run = train();
    assertThat(program.out())
        .contains("Training in " + run)
        .contains("400 steps: return")
        .contains("Done. Learning curve: ");

    String policy = run.resolve("policy.safetensors").toString();
    assertThat(run("evaluate", "--policy", policy, "--episodes", "2", "--json")).isZero();
    JsonNode result = new ObjectMapper().readTree(program.lastLine());
    assertThat(result.get("episodes").asInt()).isEqualTo(2);
    assertThat(result.get("mean_forward_velocity_m_per_s").isNumber()).isTrue();
    assertThat(result.get("walks").isBoolean()).isTrue();
    assertThat(run("evaluate", "--policy", policy, "--episodes", "1")).isZero();
    assertThat(program.out()).contains("mean forward velocity").contains("of 1 episodes");

    Path image = temporary.resolve("walk.png");
    assertThat(run("render", "--policy", policy, "--output", image.toString())).isZero();
    assertThat(ImageIO.read(image.toFile()).getWidth()).isPositive();
    Path curves = temporary.resolve("curves.png");
    assertThat(program.run("plot", run.toString(), run.toString(), "--output", curves.toString()))
        .isZero();
    assertThat(ImageIO.read(curves.toFile()).getHeight()).isPositive();
  }

  @Test
  void rejectsPolicyOfAnotherTaskWithTheDifference() {
    String policy = train().resolve("policy.safetensors").toString();
    assertThat(
            run(
                "evaluate",
                "--policy",
                policy,
                "--set",
                "task.swingRange=0.4",
                "--set",
                "task.policyRateHz=25"))
        .isNotZero();
    assertThat(program.err())
        .contains("policy_rate_hz is 50.0 in the policy and 25.0 in the configuration")
        .contains("swing_range_rad is 0.5 in the policy and 0.4 in the configuration");
  }

  @Test
  void evaluationIsDeterministic() {
    String policy = train().resolve("policy.safetensors").toString();
    run("evaluate", "--policy", policy, "--episodes", "2", "--json");
    String first = program.lastLine();
    run("evaluate", "--policy", policy, "--episodes", "2", "--json");
    assertThat(program.lastLine()).isEqualTo(first);
  }

  @Test
  void pipelineBenchmarkMeasuresEveryPart() {
    program.run("bench", "pipeline", "--seconds", "0.2");
    assertThat(program.err()).isEmpty();
    assertThat(program.out()).contains("gradient step", "HTTP intake", "control");
  }

  @Test
  void benchmarkExitCodeReflectsThresholds() throws Exception {
    int code = program.run("bench", "sim", "--seconds", "0.2", "--json");
    boolean allMet = true;
    List<String> lines = program.out().lines().toList();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
    for (String line : lines) {
      JsonNode result = new ObjectMapper().readTree(line);
      allMet &= result.get("met").asBoolean();
      assertThat(result.get("value").isNumber()).isTrue();
    }
    assertThat(code).isEqualTo(allMet ? 0 : 1);

    program.clear();
    program.run("bench", "sim", "--seconds", "0.2");
    assertThat(program.out()).contains("nominal, one thread").contains(" at least 100");
  }

  private int run(String... arguments) {
    return program.run(
        Stream.concat(Stream.of(arguments), Stream.of(SMALL_RUN_SETTINGS)).toArray(String[]::new));
  }

  private Path train() {
    Path run = temporary.resolve("run");
    assertThat(run("train", "--steps=400", "--no-console", "--run-dir=" + run))
        .as(program.err())
        .isZero();
    return run;
  }
}
