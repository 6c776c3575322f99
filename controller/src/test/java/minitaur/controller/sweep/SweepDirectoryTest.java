package minitaur.controller.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.controller.config.ConfigException;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepDirectoryTest {
  @TempDir private Path temporary;
  private SweepDirectory directory;

  @BeforeEach
  void create() {
    directory = new SweepDirectory(temporary.resolve("sweep"));
  }

  private SweepPlan plan(String yaml) throws IOException {
    return SweepPlan.read(Files.writeString(temporary.resolve("plan.yaml"), yaml));
  }

  /** Creates the directory of a row's run. */
  private Path createRun(SweepPlan plan, SweepRow row) throws IOException {
    RunDirectory.create(
            directory.run(row), plan.configuration(row), new BuildInfo("1.2.3", "abc123", true))
        .close();
    return directory.run(row);
  }

  @Test
  void rejectsFinishedRunWithOtherSettingsOnly() throws IOException {
    SweepPlan original = plan("settings: {task.kp: 1}\nseeds: 0-1\n");
    for (SweepRow row : original.rows()) {
      createRun(original, row);
      directory.recordOutcome(row, 0, "");
    }
    assertThatThrownBy(
            () -> directory.requireSameSettings(plan("settings: {task.kp: 2}\nseeds: 0-1\n")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("seed0: task.kp is 1.0 in this run, but 2.0 in the plan")
        .hasMessageContaining("--dir")
        .hasMessageContaining("seed0.outcome");
    assertThatCode(
            () -> directory.requireSameSettings(plan("settings: {task.kp: 1}\nseeds: 0-4\n")))
        .doesNotThrowAnyException();
  }

  /** A secret is not written into a run. */
  @Test
  void acceptsRunOfPlanWithSecret() throws IOException {
    SweepPlan plan = plan("settings: {console.token: 0123456789abcdef}\n");
    createRun(plan, plan.rows().get(0));
    assertThatCode(() -> directory.requireSameSettings(plan)).doesNotThrowAnyException();
  }

  @Test
  void runHasResultsFromItsFirstCheckpointOrEvaluation() throws IOException {
    SweepPlan plan = plan("seeds: 0-1\n");
    SweepRow row = plan.rows().get(0);
    Path run = createRun(plan, row);
    Files.writeString(run.resolve("checkpoints/config.yaml"), "run: {}\n");
    Files.writeString(run.resolve("checkpoints/step-000000000000.checkpoint.part"), "x");
    Files.writeString(run.resolve("progress.csv"), "step\n");
    assertThat(directory.hasResults(row)).isFalse();
    Files.writeString(run.resolve("checkpoints/step-000000000000.checkpoint"), "x");
    assertThat(directory.hasResults(row)).isTrue();

    SweepRow other = plan.rows().get(1);
    Files.writeString(createRun(plan, other).resolve("progress.csv"), "step\n1000\n");
    assertThat(directory.hasResults(other)).isTrue();
  }
}
