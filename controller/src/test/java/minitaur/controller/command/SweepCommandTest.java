package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.JavaCommand;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.controller.sweep.SweepPlan;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class SweepCommandTest {
  private static final String SMALL_RUN_PLAN =
      """
      settings:
        run: {steps: 300, evaluationInterval: 300, evaluationEpisodes: 1, checkpointInterval: 50}
        task: {episodeSteps: 50}
        learner: {batchSize: 8, hiddenUnits: 8, randomSteps: 100, replayCapacity: 1000}
        compute: {threads: 1}
        sim: {profile: nominal}
      """;

  @TempDir private Path directory;
  private final TestProgram program = TestProgram.ofThisBuild();

  private Path writePlan(String extraYaml) throws IOException {
    return Files.writeString(directory.resolve("tiny.yaml"), SMALL_RUN_PLAN + extraYaml);
  }

  private Path sweepDirectory() {
    return directory.resolve("sweep");
  }

  private String[] arguments(String... options) {
    return Stream.concat(
            Stream.of(
                "sweep", directory.resolve("tiny.yaml").toString(), "--dir=" + sweepDirectory()),
            Stream.of(options))
        .toArray(String[]::new);
  }

  @Test
  void dryRunPrintsPlanWithoutRunning() throws IOException {
    writePlan("grid: {task.kp: [1, 2]}\nseeds: [0, 1]\n");
    assertThat(program.run(arguments("--dry-run", "--jobs=2"))).isZero();
    assertThat(program.out())
        .contains("4 rows")
        .contains("3  task.kp-2_seed1")
        .contains("local: 4 rows, 2 at a time");
    assertThat(sweepDirectory()).doesNotExist();
  }

  @Test
  void invalidPlanIsUsageError() throws IOException {
    writePlan("grid: {task.kp: [-1]}\n");
    assertThat(program.run(arguments())).isEqualTo(2);
    assertThat(program.err()).contains("task.kp");
    assertThat(program.run("sweep")).isEqualTo(2);
    assertThat(program.run(arguments("--row=7"))).isEqualTo(2);
  }

  @Test
  void runsRowsOnceThenReports() throws Exception {
    writePlan("grid: {task.kp: [1, 2]}\nseeds: [0]\n");
    assertThat(program.run(arguments("--jobs=2"))).as(program.out() + program.err()).isZero();
    assertThat(program.out()).contains("2 rows", "done    task.kp-1_seed0", "IQM", "report.csv");
    program.clear();
    assertThat(program.run(arguments())).isZero();
    assertThat(program.out()).contains("0 to run").doesNotContain("started");

    String file = directory.resolve("tiny.yaml").toString();
    program.clear();
    assertThat(program.run("sweep", "status", file, "--dir=" + sweepDirectory())).isZero();
    assertThat(program.out()).contains("2 done").contains("best so far");
    program.clear();
    assertThat(program.run("sweep", "report", file, "--dir=" + sweepDirectory()))
        .as(program.out() + program.err())
        .isZero();
    assertThat(program.out()).contains("task.kp=1").contains("final_velocity").contains("IQM");
    assertThat(Files.readAllLines(sweepDirectory().resolve("report.csv"))).hasSize(1 + 2 * 3);
    assertThat(sweepDirectory().resolve("curves.png")).isNotEmptyFile();
    assertThat(Files.readAllLines(sweepDirectory().resolve("table.md")))
        .hasSize(2 + 2)
        .last()
        .asString()
        .matches("\\| task.kp=2 \\| 0 \\| - \\| (-?\\d+) \\(\\1 to \\1\\) \\| .* m/s \\|");
  }

  @Test
  void rejectsRunWithOtherSettings() throws Exception {
    Path plan = writePlan("seeds: [0]\n");
    RunDirectory.create(
            sweepDirectory().resolve("seed0"),
            ControllerConfig.defaults(),
            program.program().build())
        .close();
    String[][] commands = {
      arguments(),
      arguments("--row=0"),
      {"sweep", "status", plan.toString(), "--dir=" + sweepDirectory()},
      {"sweep", "report", plan.toString(), "--dir=" + sweepDirectory()}
    };
    for (String[] command : commands) {
      program.clear();
      assertThat(program.run(command)).isEqualTo(2);
      assertThat(program.err()).contains("run.steps is 160000 in this run, but 300 in the plan");
    }
    assertThat(sweepDirectory().resolve("seed0.outcome")).doesNotExist();
  }

  @Test
  void keepsRunThatCannotBeResumed() throws Exception {
    Path file = writePlan("seeds: [0]\n");
    SweepPlan plan = SweepPlan.read(file);
    Path run = sweepDirectory().resolve("seed0");
    RunDirectory.create(run, plan.configuration(plan.rows().get(0)), program.program().build())
        .close();
    Path checkpoint =
        Files.write(run.resolve("checkpoints/step-000000000050.checkpoint"), new byte[10]);
    Files.writeString(
        run.resolve("config.yaml"),
        Files.readString(run.resolve("config.yaml")).replace("steps: 300", "steps: 400"));
    assertThat(program.run(arguments("--row=0"))).isOne();
    assertThat(checkpoint).exists();
    program.clear();
    assertThat(program.run("sweep", "status", file.toString(), "--dir=" + sweepDirectory()))
        .isZero();
    assertThat(program.out())
        .contains("1 failed", "no valid checkpoint", "--retry-failed", "delete " + run);
    program.clear();
    assertThat(program.run(arguments())).isZero();
    assertThat(program.out()).contains("0 to run");
  }

  /**
   * Kills the sweep and its children at random times; every row finishes once, with its own bits.
   */
  @Test
  void killedSweepResumesBitIdentically() throws Exception {
    writePlan("seeds: [0, 1, 2]\n");
    RandomStream random = RandomStream.of(3, "kills");
    List<String> command = JavaCommand.of(Main.class, List.of("-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(arguments("--jobs=2")));
    for (int kill = 0; kill < 4; kill++) {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("out").toFile()))
              .start();
      boolean ended = process.waitFor((long) random.nextUniform(800, 4000), TimeUnit.MILLISECONDS);
      List<ProcessHandle> children = process.descendants().toList();
      if (!children.isEmpty()) {
        children.get(random.nextInt(children.size())).destroyForcibly();
      }
      if (!ended && kill % 2 == 0) {
        process.destroyForcibly().waitFor();
      } else {
        process.waitFor();
      }
    }
    assertThat(program.run(arguments("--jobs=2")))
        .as(program.out() + Files.readString(directory.resolve("out")))
        .isZero();
    for (int seed = 0; seed < 3; seed++) {
      Path reference = directory.resolve("undisturbed" + seed);
      program.clear();
      assertThat(
              program.run(
                  "train",
                  "--no-console",
                  "--no-progress",
                  "--config=" + writeSettings(),
                  "--seed=" + seed,
                  "--run-dir=" + reference))
          .as(program.out() + program.err())
          .isZero();
      assertThat(sweepDirectory().resolve("seed" + seed).resolve("policy.safetensors"))
          .hasSameBinaryContentAs(reference.resolve("policy.safetensors"));
      assertThat(
              CsvTable.read(sweepDirectory().resolve("seed" + seed).resolve("progress.csv")).size())
          .isEqualTo(1);
    }
  }

  private Path writeSettings() throws IOException {
    String yaml =
        SMALL_RUN_PLAN
            .lines()
            .skip(1)
            .map(line -> line.substring(2))
            .collect(Collectors.joining("\n"));
    return Files.writeString(directory.resolve("settings.yaml"), yaml);
  }

  @Test
  void dryRunPrintsSlurmScript() throws IOException {
    writePlan("seeds: 0-5\n");
    assertThat(
            program.run(
                arguments(
                    "--executor=slurm",
                    "--dry-run",
                    "--jobs=3",
                    "--slurm-option=--partition=long")))
        .isZero();
    assertThat(program.out())
        .contains("#SBATCH --array=0-5%3")
        .contains("#SBATCH --requeue")
        .contains("#SBATCH --partition=long")
        .contains("--row \"$row\" &");
  }

  @Test
  void dryRunPrintsKubernetesManifest() throws IOException {
    writePlan("seeds: 0-5\n");
    assertThat(program.run(arguments("--executor=kubernetes", "--dry-run"))).isEqualTo(2);
    assertThat(program.err()).contains("needs --image");
    program.clear();
    assertThat(
            program.run(
                arguments(
                    "--executor=kubernetes", "--dry-run", "--image=minitaur", "--claim=runs")))
        .isZero();
    KubernetesList list = Serialization.unmarshal(program.out(), KubernetesList.class);
    assertThat(list.getItems()).extracting("kind").containsExactly("ConfigMap", "Job");
    assertThat(sweepDirectory()).doesNotExist();
  }

  @Test
  void selectsRowByPosition() throws IOException {
    writePlan("seeds: 0-5\n");
    assertThat(program.run(arguments("--rows=2,5", "--row=2"))).isEqualTo(2);
    assertThat(program.err()).contains("0 to 1");
    assertThat(program.run(arguments("--rows=2-6", "--row=4"))).isEqualTo(2);
    assertThat(program.run(arguments("--rows=x", "--row=0"))).isEqualTo(2);
    assertThat(program.run(arguments("--rows=2,5", "--row=1"))).isZero();
    assertThat(sweepDirectory().resolve("seed5.outcome")).exists();
    assertThat(sweepDirectory().resolve("seed2")).doesNotExist();
  }

  /**
   * Rungs at 100 and 200 of 300 steps; the rows that continue are bit-identical to undisturbed
   * runs.
   */
  @Test
  void halvingStopsWorseSettings() throws Exception {
    String grid = "grid: {task.kp: [0.5, 1, 1.5, 2]}\nseeds: [0]\n";
    String plan =
        SMALL_RUN_PLAN.replace("evaluationInterval: 300", "evaluationInterval: 100") + grid;
    Path file = directory.resolve("tiny.yaml");
    Files.writeString(file, plan + "halving: {rungs: [100, 200]}\n");
    assertThat(program.run(arguments("--jobs=2"))).as(program.out() + program.err()).isZero();
    assertThat(program.out()).contains("at 100 steps", "ranks 4 of 4; 2 continue", "at 200 steps");
    program.clear();
    assertThat(program.run("sweep", "status", file.toString(), "--dir=" + sweepDirectory()))
        .isZero();
    assertThat(program.out()).contains("1 done, 3 stopped").contains("ranks 2 of 2; 1 continue");
    List<String> stopped =
        program.out().lines().filter(line -> line.contains(" stopped ")).toList();
    program.clear();
    assertThat(program.run(arguments())).isZero();
    assertThat(program.out()).contains("0 to run");

    List<SweepDirectory.Status> statuses =
        new SweepDirectory(sweepDirectory()).status(SweepPlan.read(file));
    for (SweepDirectory.Status status : statuses) {
      int evaluations =
          CsvTable.read(sweepDirectory().resolve(status.row().name() + "/progress.csv")).size();
      boolean stoppedAtFirstRung = status.reason().contains("at 100");
      assertThat(evaluations)
          .isEqualTo(status.state() == SweepDirectory.State.DONE ? 3 : stoppedAtFirstRung ? 1 : 2);
    }
    // Without halving, a row trains to its end in one process and gives the same bits.
    SweepDirectory.Status done =
        statuses.stream()
            .filter(each -> each.state() == SweepDirectory.State.DONE)
            .findFirst()
            .get();
    String kp = done.row().name().replaceAll("task.kp-(.*)_seed0", "$1");
    Files.writeString(
        file, plan.replace(grid, "grid: {task.kp: [%s]}\nseeds: [0]\n".formatted(kp)));
    Path reference = directory.resolve("undisturbed");
    assertThat(program.run("sweep", file.toString(), "--dir=" + reference, "--row=0")).isZero();
    String policy = done.row().name() + "/policy.safetensors";
    assertThat(sweepDirectory().resolve(policy)).hasSameBinaryContentAs(reference.resolve(policy));
    assertThat(stopped).hasSize(3);
  }
}
