package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.random.RandomStream;
import minitaur.sim.terrain.TerrainSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small version of the benchmark over 1,000 courses. */
class CourseTrialTest {
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
  void thrownAndDrivenRobotStaysSound(String text) {
    TerrainSpec spec = TerrainSpec.parse(text);
    for (int seed = 0; seed < 4; seed++) {
      RandomStream stream = RandomStream.of(seed, "course");
      CourseTrial trial = new CourseTrial(spec.terrain(stream), spec.endX(), stream);
      CourseTrial.Result result = trial.run(2);
      assertThat(result.workJoules()).isGreaterThan(10);
      assertThat(result.isSound()).as("seed %d: %s", seed, result).isTrue();
    }
  }
}
