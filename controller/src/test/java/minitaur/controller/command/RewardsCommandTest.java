package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardsCommandTest {
  @TempDir private Path temporary;
  private final TestProgram program = new TestProgram();

  private Path train(String... options) {
    Path run = temporary.resolve("run");
    String baseArguments =
        "train --no-console --no-progress --set sim.profile=realistic --set run.steps=300 --set"
            + " run.evaluationInterval=300 --set run.evaluationEpisodes=1 --set"
            + " task.episodeSteps=50 --set learner.batchSize=8 --set learner.hiddenUnits=8 --set"
            + " learner.randomSteps=200 --set learner.replayCapacity=1000 --set compute.threads=1"
            + " --run-dir "
            + run;
    assertThat(
            program.run(
                Stream.concat(Stream.of(baseArguments.split(" ")), Stream.of(options))
                    .toArray(String[]::new)))
        .as(program.err())
        .isZero();
    program.clear();
    return run;
  }

  @Test
  void reproducesRewardsOfTraining() throws Exception {
    Path run = train("--set", "recording.stepLog=10");
    assertThat(program.run("rewards", run.toString())).isZero();
    assertThat(program.out())
        .contains("identical", "forward_velocity")
        .contains(" complete episodes, ")
        .endsWith(" rewards: all identical\n");
    program.clear();
    program.run("rewards", run.resolve("steps.log").toString(), "--json");
    String first = program.out().lines().findFirst().orElseThrow();
    JsonNode episode = new ObjectMapper().readTree(first);
    assertThat(episode.get("differing").asInt()).isZero();
    double sum = 0;
    for (JsonNode term : episode.get("computed_return_by_term")) {
      sum += term.asDouble();
    }
    assertThat(sum).isNotZero().isCloseTo(episode.get("computed_return").asDouble(), within(1e-9));
  }

  @Test
  void failsIfThereIsNoCompleteEpisode() throws Exception {
    Path log = train("--set", "recording.stepLog=10").resolve("steps.log");
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length / 20));
    assertThat(program.run("rewards", log.toString())).isEqualTo(1);
    assertThat(program.out()).endsWith("0 complete episodes, 0 rewards: nothing to compare\n");
  }

  @Test
  void reportsMissingStepLog() {
    Path run = train();
    assertThat(program.run("rewards", run.toString())).isEqualTo(1);
    assertThat(program.err()).contains("no step log; train with --set recording.stepLog=200");
  }
}
