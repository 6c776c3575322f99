package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import minitaur.controller.command.Main;
import org.junit.jupiter.api.Test;

class DiskDrillTest {
  /** Without permission to mount, half of the failures are omitted. */
  @Test
  void trainingPausesWhileItsFilesCannotBeWritten() throws Exception {
    List<DiskDrill.Trial> trials = DiskDrill.trials(Main.class, 1, 1);
    assertThat(trials)
        .extracting(DiskDrill.Trial::failure)
        .hasSize(DiskDrill.canMount() ? 4 : 2)
        .doesNotHaveDuplicates();
    assertThat(trials).allMatch(trial -> trial.violation() == null);
  }
}
