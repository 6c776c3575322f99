package minitaur.sim.terrain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import minitaur.hal.random.RandomStream;

/**
 * Distribution of terrains, from which each episode draws one. Written as comma-separated
 * specifications with optional weights, such as {@code 3*flat,slope:8,2*rough:0.01}.
 *
 * @param choices weighted terrains; at least one
 */
public record TerrainMix(List<Choice> choices) {
  /** Nominal level ground only. */
  public static final TerrainMix FLAT = parse("flat");

  public TerrainMix {
    choices = List.copyOf(choices);
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one terrain");
    }
  }

  /**
   * One of the terrains.
   *
   * @param weight relative weight, positive; the probability is the weight over the sum of all
   *     weights
   * @param spec the terrain
   */
  public record Choice(double weight, TerrainSpec spec) {}

  /**
   * A terrain for one episode.
   *
   * @param choice index of the specification
   * @param seed seed of the variation
   */
  public record Draw(int choice, long seed) {}

  /**
   * Parses a list of terrain specifications.
   *
   * @throws IllegalArgumentException if it is malformed; the message states the problem and the
   *     valid syntax
   */
  public static TerrainMix parse(String text) {
    List<Choice> choices = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      int star = entry.indexOf('*');
      double weight = star < 0 ? 1 : weight(entry.substring(0, star).trim(), entry);
      choices.add(new Choice(weight, TerrainSpec.parse(entry.substring(star + 1))));
    }
    return new TerrainMix(choices);
  }

  private static double weight(String text, String entry) {
    double weight = Double.NaN;
    try {
      weight = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // Reported below, together with out-of-range numbers.
    }
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "terrain '%s': the weight '%s' must be a number above 0; write WEIGHT*TERRAIN"
              .formatted(entry.trim(), text));
    }
    return weight;
  }

  /** Draws an episode's terrain. */
  public Draw draw(RandomStream stream) {
    double sum = choices.stream().mapToDouble(Choice::weight).sum();
    double remaining = stream.nextUniform(0, sum);
    int choice = 0;
    while (choice < choices.size() - 1 && remaining >= choices.get(choice).weight()) {
      remaining -= choices.get(choice++).weight();
    }
    return new Draw(choice, stream.nextLong());
  }

  /** Builds the terrain of a draw; the same draw always gives the same terrain. */
  public Terrain terrain(Draw draw) {
    TerrainSpec spec = choices.get(draw.choice()).spec();
    return spec.terrain(RandomStream.of(draw.seed() + spec.seed(), "terrain"));
  }

  /** Whether every episode is on nominal level ground. */
  public boolean isFlat() {
    return choices.stream().allMatch(choice -> choice.spec().isFlat());
  }

  /** Returns the list in the syntax of {@link #parse}. */
  @Override
  public String toString() {
    return choices.stream()
        .map(
            choice ->
                (choice.weight() == 1 ? "" : choice.weight() + "*") + choice.spec().toString())
        .collect(Collectors.joining(","));
  }
}
