package minitaur.sim.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerrainSurfaceTest {
  @Test
  void onlyLevelGroundIsNominal() {
    assertThat(surface("flat").isNominal()).isTrue();
    assertThat(surface("blocks").isNominal()).isTrue();
    for (String terrain : new String[] {"slope:4", "gap", "friction:0.4", "slippery-patch"}) {
      assertThat(surface(terrain).isNominal()).as(terrain).isFalse();
    }
  }

  /** The interpolated grid equals the ground. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "slope:8",
        "stairs-down:0.04x0.35x4",
        "stairs-up:0.02x0.3x3",
        "gap:0.1x0.05",
        "course:3",
        "boxes:1"
      })
  void interpolatedGridMatchesGround(String spec) {
    Terrain terrain = TerrainSpec.parse(spec).terrain();
    TerrainSurface surface = TerrainSurface.of(terrain);
    RandomStream random = RandomStream.of(1, "test");
    for (int i = 0; i < 2000; i++) {
      double x = random.nextUniform(-1, 6);
      double y = random.nextUniform(-1, 1);
      double expected = terrain.ground().height(x, y);
      assertThat(height(surface, x, y)).as("x %s y %s", x, y).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void gridApproximatesRoughGround() {
    Terrain terrain = TerrainSpec.parse("rough:0.02").terrain();
    TerrainSurface surface = TerrainSurface.of(terrain);
    RandomStream random = RandomStream.of(1, "test");
    for (int i = 0; i < 500; i++) {
      double x = random.nextUniform(-1, 6);
      double y = random.nextUniform(-1, 1);
      assertThat(height(surface, x, y)).isCloseTo(terrain.height(x, y), within(0.01));
    }
  }

  @Test
  void slipperyPatchHasSeparateCells() {
    TerrainSurface surface = surface("slippery-patch:0.2");
    double slippery = 0;
    for (int i = 0; i < surface.x().length - 1; i++) {
      double factor = surface.friction()[i * (surface.y().length - 1)];
      assertThat(factor).isIn(1.0, 0.25);
      slippery += factor < 1 ? surface.x()[i + 1] - surface.x()[i] : 0;
    }
    assertThat(slippery).isCloseTo(0.6, within(1e-5));
  }

  private static TerrainSurface surface(String spec) {
    return TerrainSurface.of(TerrainSpec.parse(spec).terrain());
  }

  private static double height(TerrainSurface surface, double x, double y) {
    int i = cell(surface.x(), x);
    int k = cell(surface.y(), y);
    int columns = surface.y().length;
    double u = (x - surface.x()[i]) / (surface.x()[i + 1] - surface.x()[i]);
    double v = (y - surface.y()[k]) / (surface.y()[k + 1] - surface.y()[k]);
    double[] z = surface.z();
    double back = (1 - v) * z[i * columns + k] + v * z[i * columns + k + 1];
    double front = (1 - v) * z[(i + 1) * columns + k] + v * z[(i + 1) * columns + k + 1];
    return (1 - u) * back + u * front;
  }

  private static int cell(double[] lines, double value) {
    int found = Arrays.binarySearch(lines, value);
    return found >= 0 ? Math.min(found, lines.length - 2) : -found - 2;
  }
}
