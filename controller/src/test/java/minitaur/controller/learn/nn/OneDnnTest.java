package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneDnnTest {
  private static final Map<String, String> ONE_THREAD = Map.of("OMP_NUM_THREADS", "1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:StartFlightRecording=filename=training.jfr",
        "-agentpath:/opt/async-profiler/lib/libasyncProfiler.so=start,event=cpu"
      })
  void isNotUsedUnderProfilerWithSignals(String option) {
    assertThat(OneDnn.unavailableReason(ONE_THREAD, List.of("-Xmx256m", option)))
        .contains("profiler")
        .contains(option);
  }

  @Test
  void needsOneThread() {
    assertThat(OneDnn.unavailableReason(Map.of(), List.of())).contains("OMP_NUM_THREADS");
    assertThat(OneDnn.unavailableReason(ONE_THREAD, List.of("-Xmx256m")))
        .doesNotContain("OMP_NUM_THREADS");
  }
}
