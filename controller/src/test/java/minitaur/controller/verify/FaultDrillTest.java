package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A small part of what {@code minitaur bench drill} does. */
class FaultDrillTest {
  @Test
  void whateverFailsTheRobotYieldsTheReasonIsRightAndTheRunGoesOn() throws IOException {
    Set<String> faults = new HashSet<>();
    for (int number = 0; number < 30; number++) {
      FaultDrill.Result result = FaultDrill.run(number);
      assertThat(result.isRight()).as(number + ": " + result).isTrue();
      faults.add(result.fault());
    }
    assertThat(faults).hasSize(DeviceFault.values().length);
  }
}
