package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.random.RandomStream;
import minitaur.sim.terrain.TerrainSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short version of the benchmark over 1,000 courses. */
class RobustnessTrialTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "course",
        "stairs-up:0.08x0.2x6",
        "slope:20",
        "rough:0.04",
        "boxes",
        "blocks",
        "slippery-patch",
        "gap:0.1x0.1"
      })
  void thrownAndDrivenRobotMeetsLimits(String text) {
    TerrainSpec spec = TerrainSpec.parse(text);
    for (int seed = 0; seed < 4; seed++) {
      RandomStream stream = RandomStream.of(seed, "course");
      RobustnessTrial trial = new RobustnessTrial(spec.terrain(stream), spec.endX(), stream);
      RobustnessTrial.Result result = trial.run(2);
      assertThat(result.workJoules()).isGreaterThan(10);
      assertThat(meetsLimits(result)).as("seed %d: %s", seed, result).isTrue();
    }
  }

  private static boolean meetsLimits(RobustnessTrial.Result result) {
    double work = result.workJoules();
    return result.finite()
        && result.penetrationMetres() <= RobustnessTrial.Result.MAX_PENETRATION
        && result.gainJoules() <= RobustnessTrial.Result.MAX_GAIN_FRACTION * work
        && result.contactGainJoules() <= RobustnessTrial.Result.MAX_CONTACT_GAIN_FRACTION * work;
  }
}
