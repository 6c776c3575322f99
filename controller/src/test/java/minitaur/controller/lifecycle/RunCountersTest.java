package minitaur.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.Phase;
import org.junit.jupiter.api.Test;

class RunCountersTest {
  private static final long SECOND = 1_000_000_000;

  private final RunCounters counters = new RunCounters();

  @Test
  void countsAndRestores() throws IOException {
    counters.countEpisode(false);
    counters.countEpisode(true);
    counters.countEpisode(false);
    counters.countReset();
    counters.countReset();
    counters.countStandUp();
    for (Phase phase : Phase.values()) {
      counters.addTime(phase, SECOND);
    }
    // Waiting for the operator: reset requested and confirmed, and the emergency stop.
    OperatorCounts expected = new OperatorCounts(3, 1, 2, 1, 5, 3);
    assertThat(counters.counts()).isEqualTo(expected);
    assertThat(counters.nextRequestNumber()).isEqualTo(1);
    assertThat(counters.nextRequestNumber()).isEqualTo(2);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    counters.save(new DataOutputStream(bytes));
    RunCounters restored = new RunCounters();
    restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(restored.counts()).isEqualTo(expected);
    assertThat(restored.nextRequestNumber()).isEqualTo(3);
  }
}
