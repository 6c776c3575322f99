package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunLogging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardsJobTest {
  @TempDir private Path temporary;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private Path train(String... more) throws IOException {
    Path run = temporary.resolve("run");
    List<ConfigOverride> settings =
        Stream.concat(
                Stream.of(
                    "sim.profile=realistic",
                    "run.steps=300",
                    "run.evaluationInterval=300",
                    "run.evaluationEpisodes=1",
                    "task.episodeSteps=50",
                    "sac.batch=8",
                    "sac.hiddenUnits=8",
                    "sac.randomSteps=200",
                    "sac.replayCapacity=1000",
                    "sac.threads=1"),
                Stream.of(more))
            .map(each -> ConfigOverride.parse("test", each))
            .toList();
    RunLogging logging = new RunLogging(new LoggerContext(), new ByteArrayOutputStream(), false);
    PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    new TrainJob(new BuildInfo("test", "0123456", false), logging, quiet)
        .run(new TrainRequest(ConfigReader.read(settings), run, false, false));
    logging.close();
    return run;
  }

  @Test
  void aTrainingsRewardsComeOutAgain() throws Exception {
    Path run = train("mocap.stepLog=10");
    assertThat(new RewardsJob(out).run(new RewardsRequest(run, false))).isEqualTo(ExitCode.OK);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("equal to the bit")
        .contains(" whole episodes, ")
        .endsWith(" rewards: all equal to the bit\n");
    bytes.reset();
    new RewardsJob(out).run(new RewardsRequest(run.resolve("steps.log"), true));
    String first = bytes.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    assertThat(new ObjectMapper().readTree(first).get("differing").asInt()).isZero();
  }

  @Test
  void aRunWithoutALogSaysHowToGetOne() throws Exception {
    Path run = train();
    assertThatThrownBy(() -> new RewardsJob(out).run(new RewardsRequest(run, false)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no log of steps; train with --set mocap.stepLog=200");
  }
}
