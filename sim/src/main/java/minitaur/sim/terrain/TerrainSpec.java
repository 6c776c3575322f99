package minitaur.sim.terrain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Terrain specification as used in configuration and on the command line, such as {@code slope:8}
 * or {@code stairs-down:0.04x0.35x4}. Immutable.
 */
public final class TerrainSpec {
  /** Max shift of a varied terrain's features from their specified position, m. */
  private static final double START_VARIATION = 0.15;

  private final String text;
  private final TerrainKind kind;
  private final double[] values;

  private TerrainSpec(String text, TerrainKind kind, double[] values) {
    this.text = text;
    this.kind = kind;
    this.values = values;
  }

  /**
   * Parses a specification.
   *
   * @throws IllegalArgumentException if it is malformed; the message states the problem and the
   *     valid syntax
   */
  public static TerrainSpec parse(String text) {
    String trimmed = text.trim();
    int colon = trimmed.indexOf(':');
    String title = colon < 0 ? trimmed : trimmed.substring(0, colon);
    TerrainKind kind =
        Stream.of(TerrainKind.values())
            .filter(candidate -> candidate.title().equals(title))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no terrain '%s'; choose one of %s".formatted(title, choices())));
    String[] arguments = colon < 0 ? new String[0] : trimmed.substring(colon + 1).split("x", -1);
    List<TerrainKind.Parameter> parameters = kind.parameters();
    if (arguments.length > parameters.size()) {
      throw invalid(
          trimmed,
          kind,
          parameters.isEmpty()
              ? "it takes no parameters"
              : "it has %d parameters, but takes %d at most"
                  .formatted(arguments.length, parameters.size()));
    }
    double[] values = new double[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          value(trimmed, kind, parameters.get(i), i < arguments.length ? arguments[i] : null);
    }
    return new TerrainSpec(trimmed, kind, values);
  }

  private static double value(
      String text, TerrainKind kind, TerrainKind.Parameter parameter, @Nullable String argument) {
    if (argument == null) {
      if (!parameter.isOptional()) {
        throw invalid(text, kind, parameter.name() + " is missing");
      }
      return parameter.defaultValue();
    }
    double value;
    try {
      value = Double.parseDouble(argument);
    } catch (NumberFormatException e) {
      throw invalid(text, kind, "%s is '%s', not a number".formatted(parameter.name(), argument));
    }
    boolean isFractional = parameter.isInteger() && value != Math.rint(value);
    if (isFractional || !(value >= parameter.min() && value <= parameter.max())) {
      throw invalid(
          text,
          kind,
          "%s is %s, but must be %s from %s to %s"
              .formatted(
                  parameter.name(),
                  argument,
                  parameter.isInteger() ? "an integer" : "a number",
                  format(parameter.min()),
                  format(parameter.max())));
    }
    return value;
  }

  private static String format(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static IllegalArgumentException invalid(String text, TerrainKind kind, String problem) {
    return new IllegalArgumentException(
        "terrain '%s': %s; write %s".formatted(text, problem, kind.help()));
  }

  /** Every terrain with its parameters, separated by commas. */
  public static String choices() {
    return Stream.of(TerrainKind.values())
        .map(TerrainKind::usage)
        .collect(Collectors.joining(", "));
  }

  /** Builds the terrain without variation: its features begin at x = 0.5 m. */
  public Terrain terrain() {
    return kind.build(
        values, TerrainKind.START_X, RandomStream.of(kind.seed(values), "terrain." + kind.title()));
  }

  /**
   * Builds a variation of the terrain for one episode: its features are shifted by up to 0.15 m,
   * and random features are resampled.
   */
  public Terrain terrain(RandomStream stream) {
    double startX = TerrainKind.START_X + stream.nextUniform(-START_VARIATION, START_VARIATION);
    return kind.build(values, startX, stream);
  }

  /** The seed in the specification, which selects another series of variations; 0 for none. */
  long seed() {
    return kind.seed(values);
  }

  /** End of the course along the world's x axis, m. */
  public double endX() {
    return kind.endX(values);
  }

  /** Whether this is nominal level ground. */
  public boolean isFlat() {
    return kind == TerrainKind.FLAT;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TerrainSpec spec
        && kind == spec.kind
        && Arrays.equals(values, spec.values);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(values);
  }

  /** Returns the specification as written. */
  @Override
  public String toString() {
    return text;
  }
}
