package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("timing")
class CalibrationBenchmarkTest {
  @Test
  void threeRobotsMeetAllThresholds() throws Exception {
    List<Result> results = new CalibrationBenchmark(3).run();
    assertThat(results).hasSizeGreaterThan(15);
    assertThat(results).allMatch(Result::isMet);
  }
}
