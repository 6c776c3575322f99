package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import minitaur.controller.run.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs trainer and collector from the first to the last step. */
class RemoteTrainingTest {
  private static final String[] SMALL_RUN_SETTINGS =
      ("--set run.steps=200 --set run.evaluationInterval=200 --set run.evaluationEpisodes=1 --set"
              + " task.episodeSteps=25 --set learner.batchSize=8 --set learner.hiddenUnits=8 --set"
              + " learner.randomSteps=50 --set learner.replayCapacity=1000 --set compute.threads=1"
              + " --set learner.updatesPerStep=1"
              + " --set sim.profile=nominal --set sim.realTime=false")
          .split(" ");

  @TempDir private Path temporary;
  private final TestProgram trainer = new TestProgram();
  private final TestProgram collector = new TestProgram();

  @Test
  void lockStepAlternatesTrainerAndCollector() throws Exception {
    Path run = temporary.resolve("run");
    int port = runTrainerAndCollector(run);
    assertThat(trainer.out())
        .contains("On the robot: minitaur collect --trainer http://127.0.0.1:" + port)
        .contains("Done. Learning curve: ");
    assertThat(collector.out()).contains("; 0 pending in");
    CsvTable episodes = CsvTable.read(run.resolve("episodes.csv"));
    double[] policies = episodes.numbers("policy_id");
    double[] steps = episodes.numbers("end_step");
    assertThat(steps[steps.length - 1]).isGreaterThanOrEqualTo(200);
    for (int episode = 1; episode < policies.length; episode++) {
      // In lock-step each episode uses the policy that all episodes before it have produced.
      assertThat(policies[episode]).isEqualTo(Math.max(0, steps[episode - 1] - 50));
    }
    assertThat(run.resolve("policy.safetensors")).exists();
  }

  @Test
  void remoteLockStepIsBitIdenticalToLocal() throws Exception {
    // Delayed poses complete records some steps late.
    // A collector keeps a policy for a whole episode.
    String[] settings = {
      "--set", "sim.profile=realistic",
      "--set", "run.evaluationInterval=70",
      "--set", "learner.policySteps=0"
    };
    Path remoteRun = temporary.resolve("split");
    runTrainerAndCollector(remoteRun, settings);
    Path localRun = temporary.resolve("one");
    TestProgram local = new TestProgram();
    assertThat(
            run(local, settings, "train", "--no-console", "--no-progress", "--run-dir=" + localRun))
        .as(local.err())
        .isZero();
    assertThat(remoteRun.resolve("policy.safetensors"))
        .hasSameBinaryContentAs(localRun.resolve("policy.safetensors"));
    CsvTable remoteProgress = CsvTable.read(remoteRun.resolve("progress.csv"));
    CsvTable localProgress = CsvTable.read(localRun.resolve("progress.csv"));
    for (String column : List.of("step", "updates", "evaluation_return_mean", "q1_loss")) {
      assertThat(remoteProgress.numbers(column))
          .as(column)
          .hasSize(3)
          .isEqualTo(localProgress.numbers(column));
    }
  }

  private int runTrainerAndCollector(Path run, String... settings) throws Exception {
    int port = freePort();
    CompletableFuture<Integer> trainerExitCode =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    trainer,
                    settings,
                    "trainer",
                    "--lock-step",
                    "--http-port=" + port,
                    "--run-dir=" + run));
    int collectorExitCode =
        run(
            collector,
            settings,
            "collect",
            "--trainer=http://127.0.0.1:" + port,
            "--no-console",
            "--dir=" + temporary.resolve("collector-" + port),
            "--set",
            "run.mode=lock-step");
    assertThat(collectorExitCode).as(collector.err()).isZero();
    assertThat(trainerExitCode.get(60, TimeUnit.SECONDS)).as(trainer.err()).isZero();
    return port;
  }

  private static int run(TestProgram program, String[] settings, String... arguments) {
    return program.run(
        Stream.of(arguments, SMALL_RUN_SETTINGS, settings)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
