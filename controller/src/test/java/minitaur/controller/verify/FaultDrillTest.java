package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs a small part of {@code minitaur bench drill}. */
@Tag("timing")
class FaultDrillTest {
  @Test
  void everyFaultStopsRobotAndIsReported() throws IOException {
    Set<DeviceFault> faults = new HashSet<>();
    for (int number = 0; number < 30; number++) {
      FaultDrill.Outcome outcome = FaultDrill.runTrial(number);
      assertThat(outcome.isSafe()).as(number + ": " + outcome).isTrue();
      assertThat(outcome.isNamed()).as(number + ": " + outcome).isTrue();
      assertThat(outcome.isResumed()).as(number + ": " + outcome).isTrue();
      faults.add(outcome.fault());
    }
    assertThat(faults).hasSize(DeviceFault.values().length);
  }
}
