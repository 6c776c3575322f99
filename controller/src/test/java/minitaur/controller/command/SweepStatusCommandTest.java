package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.controller.sweep.SweepPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SweepStatusCommandTest {
  @TempDir private Path temporary;
  private final TestProgram program = new TestProgram();

  @Test
  @Timeout(60)
  void watchEndsWhenEveryRowIsFinished() throws IOException, InterruptedException {
    Path file = Files.writeString(temporary.resolve("plan.yaml"), "seeds: [0, 1]\n");
    SweepPlan plan = SweepPlan.read(file);
    SweepDirectory directory = new SweepDirectory(temporary.resolve("sweep"));
    directory.recordOutcome(plan.rows().get(0), 0, "");
    String[] watch = {"sweep", "status", file.toString(), "--dir=" + directory.path(), "--watch"};
    Thread watching = new Thread(() -> program.run(watch));
    watching.start();
    while (!program.out().contains("1 pending")) {
      Thread.onSpinWait();
    }
    assertThat(watching.isAlive()).isTrue();
    directory.recordOutcome(plan.rows().get(1), 1, "diverged");
    watching.join();
    assertThat(program.out()).contains("1 done, 1 failed").contains("diverged");
  }
}
