package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ConsoleConfig;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.remote.PipelineException;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.RunLogging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainer and collector as the commands run them, from the first step to the last. */
class PipelineJobsTest {
  private static final BuildInfo BUILD = new BuildInfo("test", "0123456", false);

  private static final PageChoice NO_PAGE =
      new PageChoice(new ConsoleConfig(false, "127.0.0.1", 0, ""), false);

  @TempDir private Path temporary;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void takeTurnsToTheEndOfTheTraining() throws Exception {
    ControllerConfig config = config("run.mode=lock-step");
    int port = freePort();
    Path run = temporary.resolve("run");
    split(config, run, port);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("On the robot: minitaur collect --trainer http://127.0.0.1:" + port)
        .contains("Done. Learning curve: ")
        .contains("0 wait in");
    CsvTable episodes = CsvTable.read(run.resolve("episodes.csv"));
    double[] policies = episodes.numbers("policy_id");
    double[] steps = episodes.numbers("end_step");
    assertThat(steps[steps.length - 1]).isGreaterThanOrEqualTo(200);
    for (int episode = 1; episode < policies.length; episode++) {
      // In lock-step each episode acts by the policy that all before it have made.
      assertThat(policies[episode]).isEqualTo(Math.max(0, steps[episode - 1] - 50));
    }
    assertThat(run.resolve("policy.safetensors")).exists();
  }

  @Test
  void inLockStepItMakesNoDifferenceToTheLastBitWhereTheLearnerIs() throws Exception {
    // Poses that come late make records complete some steps after their own.
    ControllerConfig config =
        config("run.mode=lock-step", "sim.profile=realistic", "run.evaluationInterval=70");
    Path split = temporary.resolve("split");
    split(config, split, freePort());
    Path one = temporary.resolve("one");
    TrainRequest request =
        new TrainRequest(config, one, false, false, OperatorChoice.AUTO, NO_PAGE);
    assertThat(new TrainJob(BUILD, logging(), out).run(request)).isEqualTo(ExitCode.OK);
    assertThat(split.resolve("policy.safetensors"))
        .hasSameBinaryContentAs(one.resolve("policy.safetensors"));
    CsvTable splitProgress = CsvTable.read(split.resolve("progress.csv"));
    CsvTable oneProgress = CsvTable.read(one.resolve("progress.csv"));
    for (String column : List.of("step", "updates", "evaluation_return_mean", "q1_loss")) {
      assertThat(splitProgress.numbers(column))
          .as(column)
          .hasSize(3)
          .isEqualTo(oneProgress.numbers(column));
    }
  }

  private void split(ControllerConfig config, Path run, int port) throws Exception {
    CompletableFuture<ExitCode> trainer =
        CompletableFuture.supplyAsync(() -> train(config, run, port));
    CollectRequest request =
        new CollectRequest(
            config,
            URI.create("http://127.0.0.1:" + port),
            null,
            null,
            temporary.resolve("collector-" + port),
            Long.MAX_VALUE,
            false,
            OperatorChoice.AUTO,
            NO_PAGE);
    CollectJob job = new CollectJob(BUILD, logging(), out, InputStream.nullInputStream());
    assertThat(job.run(request)).isEqualTo(ExitCode.OK);
    assertThat(trainer.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
  }

  @Test
  void trainerForOthersWithoutATokenIsRefusedBeforeAnythingIsMade() {
    Path run = temporary.resolve("run");
    TrainerRequest request =
        new TrainerRequest(config(), run, false, "0.0.0.0", 0, null, null, "", false);
    assertThatThrownBy(() -> new TrainerJob(BUILD, logging(), out).run(request))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("needs a token");
    assertThat(run).doesNotExist();
  }

  private ExitCode train(ControllerConfig config, Path run, int port) {
    try {
      return new TrainerJob(BUILD, logging(), out)
          .run(new TrainerRequest(config, run, false, "127.0.0.1", port, null, null, "", true));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RunLogging logging() {
    return new RunLogging(new LoggerContext(), new ByteArrayOutputStream(), false);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static ControllerConfig config(String... settings) {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting :
        List.of(
            "run.steps=200",
            "run.evaluationInterval=200",
            "run.evaluationEpisodes=1",
            "task.episodeSteps=25",
            "sac.batch=8",
            "sac.hiddenUnits=8",
            "sac.randomSteps=50",
            "sac.replayCapacity=1000",
            "sac.threads=1",
            "sim.profile=nominal",
            "sim.realTime=false")) {
      overrides.add(ConfigOverride.parse("test", setting));
    }
    for (String setting : settings) {
      overrides.add(ConfigOverride.parse("test", setting));
    }
    return ConfigReader.read(overrides);
  }
}
