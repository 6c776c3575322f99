package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("timing")
class StopAttackBenchmarkTest {
  /**
   * Short version of {@code bench attack}, whose limit of 100 ms applies to an otherwise idle
   * computer. Before attackers were throttled and evicted, each stop took seconds.
   */
  @Test
  void everyStopIsAcceptedDuringAnAttack() throws IOException {
    List<Result> results = new StopAttackBenchmark(100, 30).run();
    assertThat(results).hasSize(6);
    double connections = results.get(1).value();
    assertThat(connections).as("attackers are throttled").isLessThan(3000);
    assertThat(results.get(4).value()).as("p99, ms").isLessThan(2000);
  }
}
