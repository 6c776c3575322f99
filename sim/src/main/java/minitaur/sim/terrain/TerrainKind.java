package minitaur.sim.terrain;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.random.RandomStream;

/** Terrain types of configuration and command line, with their parameters. */
enum TerrainKind {
  FLAT("flat", "level ground", (p, startX, stream) -> new FlatGround()),
  SLOPE(
      "slope",
      "infinite plane, rising forward; below 0 it falls",
      (p, startX, stream) -> new InclinedPlane(Math.toRadians(p[0]), 0),
      new Parameter("DEGREES", -35, 35)),
  STAIRS_DOWN(
      "stairs-down",
      "stairs, m",
      (p, startX, stream) ->
          new ProfileTerrain.Builder(startX).stairs(-p[0], p[1], (int) p[2]).build(),
      Parameter.STAIRS),
  STAIRS_UP(
      "stairs-up",
      "stairs, m",
      (p, startX, stream) ->
          new ProfileTerrain.Builder(startX).stairs(p[0], p[1], (int) p[2]).build(),
      Parameter.STAIRS),
  BOXES(
      "boxes",
      "low boxes that do not move",
      (p, startX, stream) ->
          new CompositeTerrain(List.of(new FlatGround(), boxes(startX, 0, stream)), List.of()),
      Parameter.SEED),
  BLOCKS(
      "blocks",
      "six movable wooden blocks across the lane",
      (p, startX, stream) ->
          new CompositeTerrain(List.of(new FlatGround()), blocks(startX, 0, stream)),
      Parameter.SEED),
  ROUGH(
      "rough",
      "smooth random heights between -AMPLITUDE and AMPLITUDE, m",
      (p, startX, stream) -> new HeightField(p[0], stream),
      new Parameter("AMPLITUDE", 0, 0.05),
      Parameter.SEED),
  FRICTION(
      "friction",
      "level ground on which the nominal robot's coefficient of friction is MU",
      (p, startX, stream) -> new FlatGround(p[0] / Terrain.NOMINAL_FRICTION),
      new Parameter("MU", 0, 2)),
  SLIPPERY_PATCH(
      "slippery-patch",
      "level ground with 0.6 m of friction MU across the lane",
      (p, startX, stream) ->
          new FrictionPatch(
              new FlatGround(), startX, startX + 0.6, p[0] / Terrain.NOMINAL_FRICTION),
      new Parameter("MU", 0, 2, 0.2)),
  GAP(
      "gap",
      "trench across the lane, m",
      (p, startX, stream) -> new ProfileTerrain.Builder(startX).gap(p[0], p[1]).build(),
      new Parameter("WIDTH", 0.01, 0.5, 0.05),
      new Parameter("DEPTH", 0.005, 0.5, 0.05)),
  COURSE(
      "course",
      "slopes, stairs, gaps, boxes, slippery and movable parts",
      (p, startX, stream) -> course(startX, stream),
      Parameter.SEED);

  /** Start of the first feature on an unvaried terrain, m. */
  static final double START_X = 0.5;

  private static final int BLOCKS_IN_ROW = 6;
  private static final double BLOCK_PITCH = 0.15;
  private static final double BLOCK_MASS = 0.25;
  private static final double BLOCK_FRICTION = 0.5;

  private final String title;
  private final String description;
  private final Builder builder;
  private final List<Parameter> parameters;

  /** Builds a terrain; parameters as for {@link TerrainKind#build}. */
  private interface Builder {
    Terrain build(double[] p, double startX, RandomStream stream);
  }

  TerrainKind(String title, String description, Builder builder, Parameter... parameters) {
    this.title = title;
    this.description = description;
    this.builder = builder;
    this.parameters = List.of(parameters);
  }

  /**
   * A numeric parameter of a terrain specification.
   *
   * @param name name in messages
   * @param min min allowed value
   * @param max max allowed value
   * @param defaultValue default value; NaN for a required parameter
   * @param isInteger whether the value must be an integer
   */
  record Parameter(String name, double min, double max, double defaultValue, boolean isInteger) {
    static final Parameter SEED = new Parameter("SEED", 0, 1L << 31, 0, true);

    static final Parameter[] STAIRS = {
      new Parameter("RISER", 0.005, 0.3),
      new Parameter("TREAD", 0.1, 2),
      new Parameter("COUNT", 1, 50, Double.NaN, true)
    };

    Parameter(String name, double min, double max) {
      this(name, min, max, Double.NaN, false);
    }

    Parameter(String name, double min, double max, double defaultValue) {
      this(name, min, max, defaultValue, false);
    }

    boolean isOptional() {
      return !Double.isNaN(defaultValue);
    }
  }

  /**
   * Builds the terrain.
   *
   * @param p values of the parameters
   * @param startX start of the first feature, m
   * @param stream random stream for random features
   */
  Terrain build(double[] p, double startX, RandomStream stream) {
    return builder.build(p, startX, stream);
  }

  /** The x coordinate of the end of the course, m. */
  double endX(double[] p) {
    return switch (this) {
      case STAIRS_DOWN, STAIRS_UP -> START_X + p[1] * p[2] + 0.4;
      case COURSE -> 6;
      default -> 2.5;
    };
  }

  String title() {
    return title;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /** The seed in the specification; 0 for a terrain without a seed. */
  long seed(double[] p) {
    int last = parameters.size() - 1;
    return last >= 0 && parameters.get(last).equals(Parameter.SEED) ? (long) p[last] : 0;
  }

  /** Syntax of the specification, such as {@code gap[:WIDTH[xDEPTH]]}. */
  String usage() {
    StringBuilder text = new StringBuilder(title);
    int open = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (parameter.isOptional()) {
        text.append('[');
        open++;
      }
      text.append(i == 0 ? ':' : 'x').append(parameter.name());
    }
    return text.append("]".repeat(open)).toString();
  }

  /** One line of help. */
  String help() {
    return usage() + " (" + description + ")";
  }

  private static StaticBoxes boxes(double startX, double ground, RandomStream stream) {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      boxes.add(
          Box.standing(
              startX + 0.1 * i + stream.nextUniform(0, 0.1),
              stream.nextUniform(-0.3, 0.3),
              ground,
              stream.nextUniform(0.06, 0.14),
              stream.nextUniform(0.06, 0.14),
              stream.nextUniform(0.005, 0.02),
              stream.nextUniform(0, Math.PI)));
    }
    return new StaticBoxes(boxes);
  }

  /**
   * Returns a row of blocks across the lane, shifted sideways by up to half the block pitch. The
   * pitch is large enough that blocks never touch, regardless of their yaw.
   */
  private static List<Block> blocks(double startX, double ground, RandomStream stream) {
    List<Block> blocks = new ArrayList<>();
    double shift = stream.nextUniform(-0.5 * BLOCK_PITCH, 0.5 * BLOCK_PITCH);
    for (int i = 0; i < BLOCKS_IN_ROW; i++) {
      Box box =
          Box.standing(
              startX + 0.2 + stream.nextUniform(-0.05, 0.05),
              shift
                  + BLOCK_PITCH * (i - 0.5 * (BLOCKS_IN_ROW - 1))
                  + stream.nextUniform(-0.01, 0.01),
              ground,
              0.09,
              0.09,
              0.06,
              stream.nextUniform(0, Math.PI));
      blocks.add(new Block(box, BLOCK_MASS, BLOCK_FRICTION));
    }
    return blocks;
  }

  /** Builds the course. Each part is followed by level ground; the blocks are last. */
  private static Terrain course(double startX, RandomStream stream) {
    ProfileTerrain.Builder ground = new ProfileTerrain.Builder(startX);
    double inclination = Math.toRadians(stream.nextUniform(3, 12));
    double rise = 0.6 * StrictMath.sin(inclination);
    double run = 0.6 * StrictMath.cos(inclination);
    ground.segment(run, rise).segment(0.3, 0);
    double height = rise;
    double riser = stream.nextUniform(0.01, 0.04);
    int steps = 2 + stream.nextInt(2);
    if (stream.nextInt(2) == 0) {
      ground.stairs(-riser, 0.3, steps);
      height -= riser * steps;
      ground.segment(run, -rise);
      height -= rise;
    } else {
      ground.segment(run, -rise);
      height -= rise;
      ground.segment(0.2, 0).stairs(riser, 0.3, steps);
      height += riser * steps;
    }
    double patchX = ground.endX() + 0.2;
    ground.segment(0.8, 0).gap(stream.nextUniform(0.02, 0.06), stream.nextUniform(0.01, 0.05));
    double boxesX = ground.endX() + 0.3;
    ProfileTerrain profile = ground.segment(3, 0).build();
    Terrain slippery =
        new FrictionPatch(
            profile, patchX, patchX + 0.4, stream.nextUniform(0.1, 0.4) / Terrain.NOMINAL_FRICTION);
    StaticBoxes boxes = boxes(boxesX, height, stream);
    return new CompositeTerrain(List.of(slippery, boxes), blocks(boxesX + 1.15, height, stream));
  }
}
