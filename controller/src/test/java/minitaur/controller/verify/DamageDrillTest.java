package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamageDrillTest {
  private static final int TRIALS = 60;

  @Test
  void damagedRunResumesUnchangedOrReportsDamage() throws IOException {
    List<DamageDrill.Trial> trials = DamageDrill.trials(1000, TRIALS);
    assertThat(trials).hasSize(TRIALS).noneMatch(trial -> trial.outcome().isFailure());
    assertThat(trials)
        .extracting(DamageDrill.Trial::outcome)
        .contains(DamageDrill.Outcome.SAME_RESULT, DamageDrill.Outcome.REJECTED);
    assertThat(trials)
        .filteredOn(trial -> trial.outcome() != DamageDrill.Outcome.SAME_RESULT)
        .allMatch(trial -> trial.message().length() > 20);
  }
}
