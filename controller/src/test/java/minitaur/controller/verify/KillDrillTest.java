package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import minitaur.controller.command.Main;
import org.junit.jupiter.api.Test;

class KillDrillTest {
  @Test
  void killedTrainingResumes() throws Exception {
    List<KillDrill.Trial> trials = KillDrill.trials(Main.class, 1, 4);
    assertThat(trials).extracting(KillDrill.Trial::mode).containsExactly(KillDrill.Mode.values());
    assertThat(trials).allMatch(trial -> trial.violation() == null);
    assertThat(trials.get(KillDrill.Mode.CHECKPOINT.ordinal()).partialCheckpoint()).isTrue();
  }
}
