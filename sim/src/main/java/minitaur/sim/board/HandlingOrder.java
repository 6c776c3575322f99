package minitaur.sim.board;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;

/** How an operator shall handle an emulated robot. */
public sealed interface HandlingOrder {
  /** Every order, for people. */
  String WORDS =
      "hang; fold LEG; forward; level; tilt nose-down|nose-up|left-up|right-up; face"
          + " belly|nose|right|back|left|tail; stand; push METRES; turn DEGREES; bend MOTOR RAD;"
          + " start; free";

  /** Where a tilt of "about 35 degrees" goes, rad. */
  double TILT_RAD = 0.6;

  /** How far forward the legs are turned, rad. */
  double FORWARD_RAD = 0.5;

  /** Tilts, {roll, pitch} of the trunk. */
  Map<String, double[]> TILTS =
      Map.of(
          "nose-down", new double[] {0, TILT_RAD},
          "nose-up", new double[] {0, -TILT_RAD},
          "left-up", new double[] {TILT_RAD, 0},
          "right-up", new double[] {-TILT_RAD, 0});

  /** The faces of the trunk it can lie on, {roll, pitch}. */
  Map<String, double[]> FACES =
      Map.of(
          "belly", new double[] {0, 0},
          "nose", new double[] {0, Math.PI / 2},
          "right", new double[] {Math.PI / 2, 0},
          "back", new double[] {Math.PI, 0},
          "left", new double[] {-Math.PI / 2, 0},
          "tail", new double[] {0, -Math.PI / 2});

  /**
   * Hold it in the air.
   *
   * @param motorAngle {@code [motor]} rad; NaN where the legs are left as they are
   * @param roll of the trunk, rad
   * @param pitch of the trunk, rad
   */
  record Hold(double[] motorAngle, double roll, double pitch) implements HandlingOrder {}

  /** Put it on a stand that holds the trunk, with free legs. */
  record Stand() implements HandlingOrder {}

  /**
   * Push it over the floor.
   *
   * @param forwardMetres ahead
   * @param turnRad to the left
   */
  record Push(double forwardMetres, double turnRad) implements HandlingOrder {}

  /**
   * Turn a motor by its upper link.
   *
   * @param angleRad by how much; above 0 makes the leg longer
   */
  record Bend(Motor motor, double angleRad) implements HandlingOrder {}

  /** Put it where an episode starts and hold it until its motors are driven. */
  record Start() implements HandlingOrder {}

  /** Let it go. */
  record Free() implements HandlingOrder {}

  /**
   * Reads an order.
   *
   * @param line one of {@link #WORDS}
   * @throws IllegalArgumentException in words for people when it is none
   */
  static HandlingOrder parse(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    List<String> more = words.subList(1, words.size());
    return switch (words.get(0) + " " + more.size()) {
      case "hang 0" -> new Hold(legs(0), 0, 0);
      case "forward 0" -> new Hold(legs(FORWARD_RAD), 0, 0);
      case "fold 1" -> new Hold(folded(constant(Leg.class, more.get(0))), 0, 0);
      case "level 0" -> new Hold(anywhere(), 0, 0);
      case "tilt 1" -> attitude(TILTS, more.get(0));
      case "face 1" -> attitude(FACES, more.get(0));
      case "stand 0" -> new Stand();
      case "push 1" -> new Push(number(more.get(0)), 0);
      case "turn 1" -> new Push(0, Math.toRadians(number(more.get(0))));
      case "bend 2" -> new Bend(constant(Motor.class, more.get(0)), number(more.get(1)));
      case "start 0" -> new Start();
      case "free 0" -> new Free();
      default ->
          throw new IllegalArgumentException(
              "'" + line.strip() + "' is no order; orders are: " + WORDS);
    };
  }

  /** {@code [motor]} all NaN. */
  static double[] anywhere() {
    double[] angles = new double[Motor.COUNT];
    Arrays.fill(angles, Double.NaN);
    return angles;
  }

  private static Hold attitude(Map<String, double[]> choices, String name) {
    double[] found = choices.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is none of " + choices.keySet().stream().sorted().toList());
    }
    return new Hold(anywhere(), found[0], found[1]);
  }

  /** All legs straight, against their outer stops. */
  private static double[] legs(double swing) {
    double[] angles = new double[Motor.COUNT];
    double extension = Math.PI - 0.5 * RobotGeometry.nominal().motorSumStop();
    for (Leg leg : Leg.values()) {
      angles[leg.rear().ordinal()] = FiveBarLeg.rear(swing, extension);
      angles[leg.front().ordinal()] = FiveBarLeg.front(swing, extension);
    }
    return angles;
  }

  private static double[] folded(Leg leg) {
    double[] angles = legs(0);
    double extension = 0.5 * RobotGeometry.nominal().motorSumStop();
    angles[leg.rear().ordinal()] = extension;
    angles[leg.front().ordinal()] = extension;
    return angles;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name.replace('-', '_').toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + name + "' is none of " + Arrays.toString(type.getEnumConstants()), e);
    }
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      if (Math.abs(value) <= 360) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("'" + text + "' is no number from -360 to 360");
  }
}
