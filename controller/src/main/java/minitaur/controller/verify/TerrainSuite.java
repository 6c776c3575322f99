package minitaur.controller.verify;

import java.util.ArrayList;
import java.util.List;
import minitaur.sim.terrain.TerrainMix;
import minitaur.sim.terrain.TerrainSpec;

/**
 * Terrains on which a policy is evaluated, each with the required share of crossed episodes.
 *
 * @param entries terrains in the order of evaluation
 */
public record TerrainSuite(List<Entry> entries) {
  public TerrainSuite {
    entries = List.copyOf(entries);
  }

  /**
   * One terrain.
   *
   * @param minShare min share of episodes in which the terrain must be crossed; NaN for no
   *     threshold
   */
  public record Entry(TerrainSpec terrain, double minShare) {
    /** Whether there is a threshold. */
    public boolean hasThreshold() {
      return !Double.isNaN(minShare);
    }

    /** Whether the threshold, if there is one, is met. */
    public boolean isMetBy(TerrainTrial.Outcome outcome) {
      return !hasThreshold() || outcome.share() >= minShare;
    }
  }

  /** The standard suite. */
  public static TerrainSuite standard() {
    List<Entry> entries = new ArrayList<>();
    add(entries, 0.95, "flat");
    for (int degrees : new int[] {4, -4, 8, -8, 12, -12}) {
      add(entries, 0.95, "slope:" + degrees);
    }
    add(entries, 0.95, "stairs-down:0.02x0.35x4");
    add(entries, 0.8, "stairs-down:0.04x0.35x4");
    add(entries, Double.NaN, "stairs-down:0.06x0.35x4");
    add(entries, Double.NaN, "stairs-down:0.08x0.35x4");
    add(entries, 0.8, "blocks");
    add(entries, 0.95, "friction:0.4");
    for (String terrain :
        List.of(
            "stairs-up:0.02x0.35x4", "boxes", "rough:0.01", "slippery-patch", "gap", "course")) {
      add(entries, Double.NaN, terrain);
    }
    return new TerrainSuite(entries);
  }

  /**
   * Returns a suite of the given terrains, with their thresholds in the standard suite, if any.
   *
   * @param mix the terrains; weights are ignored
   */
  public static TerrainSuite of(TerrainMix mix) {
    List<Entry> standard = standard().entries();
    return new TerrainSuite(
        mix.choices().stream()
            .map(
                choice ->
                    standard.stream()
                        .filter(entry -> entry.terrain().equals(choice.spec()))
                        .findFirst()
                        .orElse(new Entry(choice.spec(), Double.NaN)))
            .toList());
  }

  private static void add(List<Entry> entries, double minShare, String terrain) {
    entries.add(new Entry(TerrainSpec.parse(terrain), minShare));
  }
}
