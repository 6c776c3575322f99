package minitaur.controller.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SlurmExecutorTest {
  @TempDir private Path temporary;

  /** Runs the script's task of the second row, with a stub that records what is requeued. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, false, ''",
    "1, 0, false, ''",
    "2, 0, false, ''",
    "3, 0, true, ''",
    "3, 100, true, ''",
    "137, 19, true, ''",
    "137, 20, false, after 20 restarts",
    "126, 0, false, cannot be started",
    "127, 0, false, cannot be started"
  })
  void requeuesInterruptedRowsOnly(int code, int restarts, boolean requeued, String reason)
      throws IOException, InterruptedException {
    SweepPlan plan =
        SweepPlan.read(Files.writeString(temporary.resolve("plan.yaml"), "seeds: 0-1\n"));
    SweepDirectory directory = new SweepDirectory(temporary.resolve("a sweep"));
    Files.createDirectories(directory.path());
    List<String> command = List.of("sh", "-c", "echo $0 > rows; exit " + code);
    String script =
        new SlurmExecutor(plan, directory, command, 0, List.of(), line -> {}).describe(plan.rows());
    Path scontrol = temporary.resolve("scontrol");
    Files.writeString(scontrol, "#!/bin/sh\necho \"$@\" > " + temporary.resolve("requeued"));
    assertThat(scontrol.toFile().setExecutable(true)).isTrue();

    ProcessBuilder task =
        new ProcessBuilder("bash", "-c", script).directory(temporary.toFile()).inheritIO();
    task.environment().merge("PATH", temporary.toString(), (path, stub) -> stub + ":" + path);
    task.environment().put("SLURM_ARRAY_JOB_ID", "7");
    task.environment().put("SLURM_ARRAY_TASK_ID", "1");
    task.environment().put("SLURM_RESTART_COUNT", Integer.toString(restarts));
    assertThat(task.start().waitFor()).isEqualTo(code);

    assertThat(temporary.resolve("rows")).hasContent(plan.rows().get(1).reference());
    assertThat(Files.exists(temporary.resolve("requeued"))).isEqualTo(requeued);
    if (requeued) {
      assertThat(temporary.resolve("requeued")).hasContent("requeue 7_1");
    }
    SweepDirectory.Status status = directory.status(plan, plan.rows().get(1));
    assertThat(status.state())
        .isEqualTo(reason.isEmpty() ? SweepDirectory.State.PENDING : SweepDirectory.State.FAILED);
    assertThat(status.reason()).contains(reason);
  }
}
