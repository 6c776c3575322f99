package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("timing")
class LeakBenchmarkTest {
  @Test
  void slopeIsPerHour() {
    assertThat(LeakBenchmark.slope(new double[] {0, 10, 20}, new double[] {1, 1.5, 2}))
        .isCloseTo(180, within(1e-9));
    assertThat(LeakBenchmark.slope(new double[] {0, 10, 20}, new double[] {3, 3, 3})).isZero();
  }

  @Test
  void measuresATrainingWithThePageOpen() throws Exception {
    List<ConfigOverride> settings =
        Stream.concat(
                Benchmark.LEAK.configuration().stream(), Stream.of("run.evaluationInterval=100"))
            .map(setting -> ConfigOverride.parse("test", setting))
            .toList();
    List<Result> results = new LeakBenchmark(ControllerConfig.read(settings), 4).run();
    assertThat(results).extracting(Result::name).contains("threads, slope", "heap, slope");
    assertThat(results)
        .filteredOn(result -> result.name().equals("environment steps"))
        .singleElement()
        .matches(result -> result.value() > 20);
  }
}
