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
public sealed interface HandlingCommand {
  /** Syntax of all commands, for help and error messages: indented lines. */
  String SYNTAX =
      """
        hang; fold LEG; forward; level; tilt nose-down|nose-up|left-up|right-up;
        face belly|nose|right|back|left|tail; stand; push METERS; turn DEGREES;
        bend MOTOR RAD; start; free\
      """;

  /** Angle of a tilt of "about 35 degrees", rad. */
  double TILT_RAD = 0.6;

  /** Swing of the legs turned forward, rad. */
  double FORWARD_SWING_RAD = 0.5;

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
  record Hold(double[] motorAngle, double roll, double pitch) implements HandlingCommand {}

  /** Put the robot on a stand that holds the trunk; the legs move freely. */
  record Stand() implements HandlingCommand {}

  /**
   * Move the robot along the floor.
   *
   * @param forwardMetres forward distance
   * @param turnRad counterclockwise rotation
   */
  record Push(double forwardMetres, double turnRad) implements HandlingCommand {}

  /**
   * Turn a motor by its upper link.
   *
   * @param angleRad rotation; positive extends the leg
   */
  record Bend(Motor motor, double angleRad) implements HandlingCommand {}

  /** Reset the robot to the start pose and hold it until its motors are driven. */
  record Start() implements HandlingCommand {}

  /** Release the robot. */
  record Free() implements HandlingCommand {}

  /**
   * Parses a command.
   *
   * @param line one of {@link #SYNTAX}
   * @throws IllegalArgumentException with a user-facing message if it is invalid
   */
  static HandlingCommand parse(String line) {
    List<String> tokens = List.of(line.strip().split("\\s+"));
    List<String> arguments = tokens.subList(1, tokens.size());
    return switch (tokens.get(0) + " " + arguments.size()) {
      case "hang 0" -> new Hold(extendedLegs(0), 0, 0);
      case "forward 0" -> new Hold(extendedLegs(FORWARD_SWING_RAD), 0, 0);
      case "fold 1" -> new Hold(tuckedLeg(parseEnum(Leg.class, arguments.get(0))), 0, 0);
      case "level 0" -> new Hold(unchangedAngles(), 0, 0);
      case "tilt 1" -> attitude(TILTS, arguments.get(0));
      case "face 1" -> attitude(FACES, arguments.get(0));
      case "stand 0" -> new Stand();
      case "push 1" -> new Push(parseNumber(arguments.get(0)), 0);
      case "turn 1" -> new Push(0, Math.toRadians(parseNumber(arguments.get(0))));
      case "bend 2" ->
          new Bend(parseEnum(Motor.class, arguments.get(0)), parseNumber(arguments.get(1)));
      case "start 0" -> new Start();
      case "free 0" -> new Free();
      default ->
          throw new IllegalArgumentException(
              "unknown command '" + line.strip() + "'; commands:\n" + SYNTAX);
    };
  }

  /** Angles {@code [motor]} that are all NaN: keep the current ones. */
  static double[] unchangedAngles() {
    double[] angles = new double[Motor.COUNT];
    Arrays.fill(angles, Double.NaN);
    return angles;
  }

  private static Hold attitude(Map<String, double[]> choices, String name) {
    double[] rollPitch = choices.get(name);
    if (rollPitch == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is not one of " + choices.keySet().stream().sorted().toList());
    }
    return new Hold(unchangedAngles(), rollPitch[0], rollPitch[1]);
  }

  /** All legs fully extended, against their outer stops. */
  private static double[] extendedLegs(double swing) {
    double[] angles = new double[Motor.COUNT];
    double extension = Math.PI - 0.5 * RobotGeometry.nominal().minMotorSum();
    for (Leg leg : Leg.values()) {
      angles[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      angles[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
    }
    return angles;
  }

  private static double[] tuckedLeg(Leg leg) {
    double[] angles = extendedLegs(0);
    double extension = 0.5 * RobotGeometry.nominal().minMotorSum();
    angles[leg.rear().ordinal()] = extension;
    angles[leg.front().ordinal()] = extension;
    return angles;
  }

  private static <E extends Enum<E>> E parseEnum(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name.replace('-', '_').toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + name + "' is not one of " + Arrays.toString(type.getEnumConstants()), e);
    }
  }

  private static double parseNumber(String text) {
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
