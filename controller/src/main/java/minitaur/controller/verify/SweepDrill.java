package minitaur.controller.verify;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.JavaCommand;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.hal.random.RandomStream;

/**
 * Runs a local sweep of 24 rows and kills its processes, parent and children, at random times: each
 * row must be finished once, with results that are bit-identical to those of an uninterrupted
 * sweep. Also measures the overhead of a row beyond its training, with rows of a single short
 * episode.
 *
 * @param program main class of this program
 */
record SweepDrill(Class<?> program) {
  private static final int ROWS = 24;
  private static final int KILLS = 10;
  private static final int TIMED_ROWS = 3;

  private static final double MIN_KILL_SECONDS = 2;
  private static final double MAX_KILL_SECONDS = 15;

  private static final String PLAN_TEMPLATE =
      """
      settings:
        run: {steps: %d, evaluationInterval: %d, evaluationEpisodes: 1, checkpointInterval: 100}
        task: {episodeSteps: 50}
        learner: {batchSize: 16, hiddenUnits: 16, randomSteps: %d, replayCapacity: 2000}
        compute: {threads: 1}
        sim: {profile: nominal}
      seeds: 0-%d
      """;

  /** Runs both parts and deletes the temporary files. */
  List<Result> run() throws IOException, InterruptedException {
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-sweep")) {
      ResultList results = new ResultList();
      results.atMost(3, "cost of a row, median", rowSeconds(scratch.path()), "s");
      results.addAll(runWithKills(scratch.path()));
      return results.list();
    }
  }

  private Process start(Path plan, Path directory, String... options) throws IOException {
    List<String> command =
        JavaCommand.of(program, ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("sweep", plan.toString(), "--dir", directory.toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output(directory).toFile()))
        .start();
  }

  private static Path output(Path directory) {
    return directory.resolveSibling(directory.getFileName() + ".out");
  }

  /** Runs a sweep that nothing disturbs, which must succeed. */
  private void complete(Path plan, Path directory, String... options)
      throws IOException, InterruptedException {
    if (start(plan, directory, options).waitFor() != 0) {
      throw new IOException("an undisturbed sweep failed: " + Files.readString(output(directory)));
    }
  }

  /** Median wall time of a process that trains a row of 50 steps without updates, s. */
  private double rowSeconds(Path directory) throws IOException, InterruptedException {
    Path plan = directory.resolve("cost.yaml");
    Files.writeString(
        plan, PLAN_TEMPLATE.formatted(50, 50, 50, TIMED_ROWS - 1), StandardCharsets.UTF_8);
    double[] seconds = new double[TIMED_ROWS];
    for (int row = 0; row < TIMED_ROWS; row++) {
      long start = System.nanoTime();
      complete(plan, directory.resolve("cost"), "--row", Integer.toString(row));
      seconds[row] = (System.nanoTime() - start) * 1e-9;
    }
    Arrays.sort(seconds);
    return seconds[TIMED_ROWS / 2];
  }

  private List<Result> runWithKills(Path directory) throws IOException, InterruptedException {
    Path plan = directory.resolve("plan.yaml");
    Files.writeString(
        plan, PLAN_TEMPLATE.formatted(1000, 1000, 100, ROWS - 1), StandardCharsets.UTF_8);
    Path undisturbed = directory.resolve("undisturbed");
    complete(plan, undisturbed);
    Path disturbed = directory.resolve("disturbed");
    RandomStream random = RandomStream.of(0, "sweep.drill");
    int kills = 0;
    Process sweep = start(plan, disturbed);
    while (kills < KILLS) {
      long millis = (long) (1000 * random.nextUniform(MIN_KILL_SECONDS, MAX_KILL_SECONDS));
      if (sweep.waitFor(millis, TimeUnit.MILLISECONDS)) {
        break;
      }
      List<ProcessHandle> all = new ArrayList<>(sweep.descendants().toList());
      all.add(sweep.toHandle());
      ProcessHandle victim = all.get(random.nextInt(all.size()));
      if (victim.destroyForcibly()) {
        kills++;
      }
      if (victim.equals(sweep.toHandle())) {
        sweep.waitFor();
        sweep = start(plan, disturbed);
      }
    }
    int code = sweep.waitFor();
    int finishedOnce = 0;
    int bitIdentical = 0;
    for (int row = 0; row < ROWS; row++) {
      Path run = disturbed.resolve("seed" + row);
      if (!Files.exists(disturbed.resolve("seed" + row + ".outcome"))) {
        continue;
      }
      finishedOnce += CsvTable.read(run.resolve(RunDirectory.PROGRESS)).size() == 1 ? 1 : 0;
      String policy = "seed" + row + "/policy.safetensors";
      bitIdentical +=
          Files.mismatch(disturbed.resolve(policy), undisturbed.resolve(policy)) < 0 ? 1 : 0;
    }
    return List.of(
        Result.atLeast(1, "killed processes", kills, ""),
        Result.atMost(0, "exit code of the last sweep", code, ""),
        Result.atLeast(ROWS, "rows finished once", finishedOnce, ""),
        Result.atLeast(ROWS, "rows bit-identical to an uninterrupted run", bitIdentical, ""));
  }
}
