package minitaur.controller.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small part of what {@code minitaur bench drill} does. */
class FaultDrillTest {
  @TempDir private Path temporary;

  @Test
  void whateverFailsTheRobotYieldsTheReasonIsRightAndTheRunGoesOn() throws IOException {
    FaultDrill drill = new FaultDrill(temporary);
    Set<String> faults = new HashSet<>();
    for (int number = 0; number < 30; number++) {
      FaultDrill.Result result = drill.run(number);
      assertThat(result.isRight()).as(number + ": " + result).isTrue();
      faults.add(result.fault());
    }
    assertThat(faults).hasSize(DeviceFault.values().length);
  }
}
