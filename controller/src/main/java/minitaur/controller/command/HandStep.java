package minitaur.controller.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import minitaur.calibration.prompt.WantedPose;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import org.jspecify.annotations.Nullable;

/**
 * Something that a technician does with the robot by hand, and which reading must follow in which
 * direction.
 */
final class HandStep {
  private static final int PITCH = Motor.COUNT;
  private static final int ROLL = Motor.COUNT + 1;
  private static final int READINGS = Motor.COUNT + 2;

  /** Far enough to be meant, rad. */
  private static final double MOVED_RAD = 0.2;

  /** Near enough to where it was, rad. */
  private static final double BACK_RAD = 0.1;

  private static final double TILT_RAD = 0.4;
  private static final double USUAL_EXTENSION = 1.8;

  private final String prompt;
  private final int expected;
  private final @Nullable HandStep undone;
  private final double[] first = new double[READINGS];
  private boolean started;

  private HandStep(String prompt, int expected) {
    this(prompt, expected, null);
  }

  /**
   * @param undone the step whose reading is to go back to where it began; null: it goes up from
   *     where it is
   */
  private HandStep(String prompt, int expected, @Nullable HandStep undone) {
    this.prompt = prompt;
    this.expected = expected;
    this.undone = undone;
  }

  /** What came of a step, for now. */
  enum Outcome {
    /** Nothing has moved yet. */
    WAITING,
    /** The right reading went the right way. */
    RIGHT,
    /** The right reading went the wrong way. */
    REVERSED,
    /** Another reading moved instead. */
    OTHER
  }

  /** All of them, in the order in which a technician goes around the robot. */
  static List<HandStep> all() {
    List<HandStep> steps = new ArrayList<>();
    for (Leg leg : Leg.values()) {
      for (Motor motor : List.of(leg.rear(), leg.front())) {
        String link = motor.isRear() ? "rear" : "front";
        steps.add(
            new HandStep(
                "swing the %s upper link of the %s leg (motor %s) down, so that the leg gets longer"
                    .formatted(link, words(leg), motor),
                motor.ordinal()));
      }
    }
    HandStep nose = new HandStep("tilt the nose down", PITCH);
    steps.add(nose);
    // On the way back pitch goes far while roll does not: not a roll in pitch's place.
    steps.add(new HandStep("lay it level again", PITCH, nose));
    steps.add(new HandStep("tilt its right side down", ROLL));
    return steps;
  }

  /** What to do. */
  String prompt() {
    return prompt;
  }

  /** What the robot is to look like, roughly. */
  WantedPose pose() {
    if (undone != null) {
      return WantedPose.trunk(0, 0);
    }
    return switch (expected) {
      case PITCH -> WantedPose.trunk(0, TILT_RAD);
      case ROLL -> WantedPose.trunk(TILT_RAD, 0);
      default -> {
        Motor motor = Motor.of(expected);
        // One upper link down is a leg that is longer and swings to its other side.
        double swing = motor.isRear() ? MOVED_RAD : -MOVED_RAD;
        yield WantedPose.onStand(0, USUAL_EXTENSION)
            .withLeg(motor.leg(), swing, USUAL_EXTENSION + MOVED_RAD);
      }
    };
  }

  /**
   * Looks at the robot.
   *
   * @param state Not modified.
   */
  Outcome look(RobotState state) {
    if (!started) {
      started = true;
      for (int reading = 0; reading < READINGS; reading++) {
        first[reading] = value(state, reading);
      }
    }
    if (undone != null) {
      double left = value(state, expected) - undone.first[expected];
      return Math.abs(left) <= BACK_RAD ? Outcome.RIGHT : Outcome.WAITING;
    }
    double way = value(state, expected) - first[expected];
    if (Math.abs(way) >= MOVED_RAD) {
      return way > 0 ? Outcome.RIGHT : Outcome.REVERSED;
    }
    return farthestOther(state) >= 0 ? Outcome.OTHER : Outcome.WAITING;
  }

  /** What is wrong and how to mend it; for an outcome that is not right. */
  String complaint(Outcome outcome, RobotState state) {
    return switch (outcome) {
      case RIGHT -> "";
      case WAITING ->
          undone != null
              ? "%s: %s did not come back to where it was; lay the robot level and repeat"
                  .formatted(prompt, name(expected))
              : "%s: %s did not move; check its cable, and that the link is fast on its shaft"
                  .formatted(prompt, name(expected));
      case REVERSED ->
          "%s: %s went down instead of up; its direction is reversed: %s"
              .formatted(
                  prompt,
                  name(expected),
                  expected < Motor.COUNT
                      ? "calibrate the motors"
                      : "turn the inertial unit's axes to the robot's");
      case OTHER ->
          "%s: %s moved instead of %s; their cables are swapped"
              .formatted(prompt, name(farthestOther(state)), name(expected));
    };
  }

  /** Another reading of the same kind that has moved far; -1: none has. */
  private int farthestOther(RobotState state) {
    int begin = expected < Motor.COUNT ? 0 : Motor.COUNT;
    int end = expected < Motor.COUNT ? Motor.COUNT : READINGS;
    for (int reading = begin; reading < end; reading++) {
      // Twice as far: the linkage and a hand take their neighbours along a little.
      if (reading != expected && Math.abs(value(state, reading) - first[reading]) > 2 * MOVED_RAD) {
        return reading;
      }
    }
    return -1;
  }

  private static double value(RobotState state, int reading) {
    return switch (reading) {
      case PITCH -> state.pitchRad;
      case ROLL -> state.rollRad;
      default -> state.motorAngleRad[reading];
    };
  }

  private static String name(int reading) {
    return switch (reading) {
      case PITCH -> "pitch";
      case ROLL -> "roll";
      default -> Motor.of(reading).name();
    };
  }

  private static String words(Leg leg) {
    return leg.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
