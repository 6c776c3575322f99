package minitaur.controller.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.hal.SystemClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalExecutorTest {
  private static final String SEEDS = "seeds: [1, 2]\n";

  @TempDir private Path temporary;
  private final List<String> out = new ArrayList<>();
  private SweepPlan plan;
  private SweepDirectory directory;

  @BeforeEach
  void readPlan() throws IOException {
    plan = SweepPlan.read(Files.writeString(temporary.resolve("plan.yaml"), SEEDS));
    directory = new SweepDirectory(temporary.resolve("sweep"));
  }

  /** Runs both rows by a shell script, with the row in {@code $0}. */
  private boolean run(String script) throws IOException, InterruptedException {
    List<String> command = List.of("sh", "-c", script);
    return new LocalExecutor(plan, directory, command, 1, new SystemClock(), out::add)
        .run(plan.rows(), () -> false);
  }

  /** A seed that is inserted after the start of the first row shifts the indexes of the others. */
  @Test
  void trainsRowsOfItsOwnPlanWhileFileIsEdited() throws Exception {
    String insertSeed = "echo 'seeds: [0, 1, 2]' > " + plan.file() + "; ";
    String recordOutcome = "echo 0 > " + directory.path() + "/${0%@*}.outcome; ";
    String logRow = "echo \"$0\" >> " + temporary.resolve("rows");
    assertThat(run(insertSeed + recordOutcome + logRow)).isTrue();
    SweepPlan edited = SweepPlan.read(plan.file());
    assertThat(Files.readAllLines(temporary.resolve("rows")))
        .extracting(each -> edited.row(each).seed())
        .containsExactly(1L, 2L);
  }

  @Test
  void processWithoutResultIsFailure() throws Exception {
    assertThat(run("exit 0")).isFalse();
    assertThat(directory.status(plan))
        .extracting(SweepDirectory.Status::state)
        .containsOnly(SweepDirectory.State.FAILED);
    assertThat(out).filteredOn(line -> line.contains("exit code 0")).hasSize(2);
  }

  /** The rows remain unfinished, so that they are trained when the plan is restored. */
  @Test
  void rejectedPlanIsNoFailureOfItsRows() throws Exception {
    assertThat(run("echo edited; exit 2")).isFalse();
    assertThat(out)
        .anySatisfy(line -> assertThat(line).startsWith("failed  seed1: its process rejected"));
    assertThat(directory.unfinishedRows(plan)).hasSize(2);
  }

  @Test
  void rowsDoNotWaitForRejectedRow() throws Exception {
    String halving = "grid: {task.kp: [1, 2]}\nhalving: {rungs: [10]}\n";
    plan = SweepPlan.read(Files.writeString(temporary.resolve("plan.yaml"), halving));
    String run = directory.path() + "/${0%@*}";
    String reachRung =
        "mkdir %s; printf 'step,evaluation_return_mean\\n10,1\\n' > %s/progress.csv"
            .formatted(run, run);
    assertThat(run("case $0 in task.kp-1*) " + reachRung + ";; *) exit 2;; esac")).isFalse();
    assertThat(directory.status(plan))
        .extracting(SweepDirectory.Status::state)
        .containsExactly(SweepDirectory.State.WAITING, SweepDirectory.State.PENDING);
  }
}
