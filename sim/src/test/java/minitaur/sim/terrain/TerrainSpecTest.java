package minitaur.sim.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerrainSpecTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "flat",
        "slope:8",
        "slope:-12.5",
        "stairs-down:0.04x0.35x4",
        "stairs-up:0.02x0.3x3",
        "boxes:2",
        "blocks:7",
        "rough:0.01",
        "friction:0.4",
        "slippery-patch",
        "slippery-patch:0.1",
        "gap",
        "gap:0.08x0.1",
        "course",
        "course:5"
      })
  void parsesAndPrintsEveryTerrain(String text) {
    TerrainSpec spec = TerrainSpec.parse(" " + text + " ");
    assertThat(spec).hasToString(text).isEqualTo(TerrainSpec.parse(text));
    assertThat(spec.endX()).isGreaterThan(1.5);
    assertThat(spec.terrain().height(0, 0)).isFinite();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slopes:8 | there is no terrain 'slopes'; choose one of flat, slope:DEGREES, stairs-down:",
        "slope | terrain 'slope': DEGREES is missing; write slope:DEGREES",
        "slope: | DEGREES is '', not a number",
        "slope:steep | DEGREES is 'steep', not a number; write slope:DEGREES",
        "slope:80 | DEGREES is 80, but must be a number from -35 to 35",
        "slope:NaN | DEGREES is NaN, but must be",
        "flat:1 | it takes no parameters",
        "slope:8x2 | it has 2 parameters, but takes 1 at most",
        "stairs-down:0.04x0.35 | COUNT is missing; write stairs-down:RISERxTREADxCOUNT",
        "stairs-down:0.04x0.35x2.5 | COUNT is 2.5, but must be an integer from 1 to 50",
        "stairs-up:0.4x0.35x2 | RISER is 0.4, but must be a number from 0.005 to 0.3",
        "blocks:-1 | SEED is -1, but must be an integer",
        "friction:-0.1 | MU is -0.1, but must be a number from 0 to 2; write friction:MU",
        "gap:0.1x0.1x1 | write gap[:WIDTH[xDEPTH]]"
      })
  void rejectsInvalidSpecificationWithReason(String text, String message) {
    assertThatThrownBy(() -> TerrainSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void sameSeedGivesSameTerrain() {
    Terrain one = TerrainSpec.parse("rough:0.01x4").terrain();
    Terrain same = TerrainSpec.parse("rough:0.01x4").terrain();
    Terrain other = TerrainSpec.parse("rough:0.01x5").terrain();
    assertThat(same.height(1.23, 0.4)).isEqualTo(one.height(1.23, 0.4));
    assertThat(other.height(1.23, 0.4)).isNotEqualTo(one.height(1.23, 0.4));
    assertThat(TerrainSpec.parse("blocks:4").terrain().blocks())
        .isEqualTo(TerrainSpec.parse("blocks:4").terrain().blocks())
        .isNotEqualTo(TerrainSpec.parse("blocks:5").terrain().blocks())
        .hasSize(6);
  }

  @Test
  void variationsShiftFeatures() {
    TerrainSpec spec = TerrainSpec.parse("stairs-down:0.04x0.35x4");
    RandomStream stream = RandomStream.of(1, "test");
    double min = Double.MAX_VALUE;
    double max = 0;
    for (int i = 0; i < 200; i++) {
      double firstEdge = spec.terrain(stream).edges().get(0).x();
      min = Math.min(min, firstEdge);
      max = Math.max(max, firstEdge);
    }
    assertThat(min).isBetween(0.35, 0.37);
    assertThat(max).isBetween(0.63, 0.65);
  }

  @Test
  void mixDrawsTerrainsByWeight() {
    TerrainMix mix = TerrainMix.parse("3*flat, slope:8,0.5*rough:0.01");
    assertThat(mix).hasToString("3.0*flat,slope:8,0.5*rough:0.01");
    assertThat(mix.isFlat()).isFalse();
    assertThat(TerrainMix.FLAT.isFlat()).isTrue();
    RandomStream stream = RandomStream.of(1, "test");
    int[] count = new int[3];
    for (int i = 0; i < 9000; i++) {
      count[mix.draw(stream).choice()]++;
    }
    assertThat(count[0] / 9000.0).isCloseTo(3 / 4.5, within(0.02));
    assertThat(count[1] / 9000.0).isCloseTo(1 / 4.5, within(0.02));
    assertThat(count[2] / 9000.0).isCloseTo(0.5 / 4.5, within(0.02));
  }

  @Test
  void sameDrawGivesSameTerrain() {
    TerrainMix mix = TerrainMix.parse("rough:0.01,course");
    TerrainMix.Draw draw = mix.draw(RandomStream.of(3, "test"));
    assertThat(mix.terrain(draw).height(1, 0)).isEqualTo(mix.terrain(draw).height(1, 0));
  }

  @Test
  void seedSelectsAnotherSeriesOfVariations() {
    TerrainMix.Draw draw = new TerrainMix.Draw(0, 3);
    double[] heights =
        Stream.of("rough:0.01", "rough:0.01x0", "rough:0.01x1", "rough:0.01x2")
            .mapToDouble(text -> TerrainMix.parse(text).terrain(draw).height(1, 0))
            .toArray();
    assertThat(heights[1]).isEqualTo(heights[0]);
    assertThat(heights[2]).isNotEqualTo(heights[0]).isNotEqualTo(heights[3]);
    assertThat(heights[3]).isNotEqualTo(heights[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0*flat | the weight '0' must be a number above 0; write WEIGHT*TERRAIN",
        "a*flat | the weight 'a' must be a number above 0",
        "flat,,slope:8 | there is no terrain ''",
        "2*hill | there is no terrain 'hill'"
      })
  void rejectsInvalidMixWithReason(String text, String message) {
    assertThatThrownBy(() -> TerrainMix.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
