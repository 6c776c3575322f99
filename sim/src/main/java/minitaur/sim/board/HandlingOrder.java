package minitaur.sim.board;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;

/** A command to the scripted operator of an emulated robot. */
public sealed interface HandlingOrder {
  /** Syntax of all orders, for help and error messages. */
  String WORDS =
      "hang; fold LEG; forward; level; tilt nose-down|nose-up|left-up|right-up; face"
          + " belly|nose|right|back|left|tail; stand; push METRES; turn DEGREES; bend MOTOR RAD;"
          + " start; free";

  /** Angle of a tilt of "about 35 degrees", rad. */
  double TILT_RAD = 0.6;

  /** Swing of the legs turned forward, rad. */
  double FORWARD_RAD = 0.5;

  /** Attitude {roll, pitch} of the trunk for each tilt. */
  Map<String, double[]> TILTS =
      Map.of(
          "nose-down", new double[] {0, TILT_RAD},
          "nose-up", new double[] {0, -TILT_RAD},
          "left-up", new double[] {TILT_RAD, 0},
          "right-up", new double[] {-TILT_RAD, 0});

  /** Attitude {roll, pitch} for each face of the trunk that the robot can lie on. */
  Map<String, double[]> FACES =
      Map.of(
          "belly", new double[] {0, 0},
          "nose", new double[] {0, Math.PI / 2},
          "right", new double[] {Math.PI / 2, 0},
          "back", new double[] {Math.PI, 0},
          "left", new double[] {-Math.PI / 2, 0},
          "tail", new double[] {0, -Math.PI / 2});

  /**
   * Hold the robot in the air.
   *
   * @param motorAngle {@code [motor]} rad; NaN keeps the leg's current angles
   * @param roll roll of the trunk, rad
   * @param pitch pitch of the trunk, rad
   */
  record Hold(double[] motorAngle, double roll, double pitch) implements HandlingOrder {}

  /** Put the robot on a stand that holds the trunk; the legs move freely. */
  record Stand() implements HandlingOrder {}

  /**
   * Move the robot along the floor.
   *
   * @param forwardMetres forward distance
   * @param turnRad counterclockwise rotation
   */
  record Push(double forwardMetres, double turnRad) implements HandlingOrder {}

  /**
   * Turn a motor by its upper link.
   *
   * @param angleRad rotation; positive extends the leg
   */
  record Bend(Motor motor, double angleRad) implements HandlingOrder {}

  /** Reset the robot to the start pose and hold it until its motors are driven. */
  record Start() implements HandlingOrder {}

  /** Release the robot. */
  record Free() implements HandlingOrder {}

  /**
   * Parses an order.
   *
   * @param line one of {@link #WORDS}
   * @throws IllegalArgumentException with a user-facing message if it is invalid
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
              "unknown order '" + line.strip() + "'; orders: " + WORDS);
    };
  }

  /** Angles {@code [motor]} that are all NaN: keep the current ones. */
  static double[] anywhere() {
    double[] angles = new double[Motor.COUNT];
    Arrays.fill(angles, Double.NaN);
    return angles;
  }

  private static Hold attitude(Map<String, double[]> choices, String name) {
    double[] found = choices.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is not one of " + choices.keySet().stream().sorted().toList());
    }
    return new Hold(anywhere(), found[0], found[1]);
  }

  /** All legs fully extended, against their outer stops. */
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
          "'" + name + "' is not one of " + Arrays.toString(type.getEnumConstants()), e);
    }
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      if (Math.abs(value) <= 360) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new IllegalArgumentException("'" + text + "' is not a number from -360 to 360");
  }
}
