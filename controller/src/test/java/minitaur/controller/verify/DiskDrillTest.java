package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.command.Main;
import minitaur.hal.file.FileErrors;
import org.junit.jupiter.api.Test;

class DiskDrillTest {
  /** Without permission to mount, half of the failures are omitted. */
  @Test
  void trainingPausesWhileItsFilesCannotBeWritten() throws Exception {
    URI classes = FileErrors.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    assumeThat(Path.of(classes))
        .as("without descriptors, classes load from open jars only, as in mvn verify")
        .isRegularFile();
    List<DiskDrill.Trial> trials = DiskDrill.trials(Main.class, 1, 1);
    assertThat(trials)
        .extracting(DiskDrill.Trial::failure)
        .hasSize(DiskDrill.canMount() ? 4 : 2)
        .doesNotHaveDuplicates();
    assertThat(trials).allMatch(trial -> trial.violation() == null);
  }
}
