package minitaur.controller.verify.doctor;

import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.prompt.TargetPose;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import org.jspecify.annotations.Nullable;

/**
 * A motion that the operator makes by hand, with the reading that must change and its direction.
 */
final class ManualCheck {
  private static final int PITCH = Motor.COUNT;
  private static final int ROLL = Motor.COUNT + 1;
  private static final int READINGS = Motor.COUNT + 2;

  /** Threshold for an intended motion, rad. */
  private static final double MOTION_THRESHOLD_RAD = 0.2;

  /** Tolerance for a return to the initial reading, rad. */
  private static final double RETURN_TOLERANCE_RAD = 0.1;

  private static final double TILT_RAD = 0.4;
  private static final double EXTENSION = 1.8;

  private final String prompt;
  private final int expected;
  private final @Nullable ManualCheck returnFrom;
  private final double[] initial = new double[READINGS];
  private boolean started;

  private ManualCheck(String prompt, int expected) {
    this(prompt, expected, null);
  }

  /**
   * @param returnFrom the check whose reading must return to its initial value; null when the
   *     reading must increase
   */
  private ManualCheck(String prompt, int expected, @Nullable ManualCheck returnFrom) {
    this.prompt = prompt;
    this.expected = expected;
    this.returnFrom = returnFrom;
  }

  /** Result of a check so far. */
  enum Outcome {
    /** No reading has moved yet. */
    WAITING,
    /** The expected reading moved in the expected direction. */
    PASSED,
    /** The expected reading moved in the opposite direction. */
    REVERSED,
    /** Another reading moved instead. */
    OTHER
  }

  /** All checks, in order around the robot. */
  static List<ManualCheck> all() {
    List<ManualCheck> steps = new ArrayList<>();
    for (Leg leg : Leg.values()) {
      for (Motor motor : List.of(leg.rear(), leg.front())) {
        String link = motor.isRear() ? "rear" : "front";
        steps.add(
            new ManualCheck(
                "swing the %s upper link of the %s leg (motor %s) down, so that the leg extends"
                    .formatted(link, leg.label(), motor),
                motor.ordinal()));
      }
    }
    ManualCheck pitchCheck = new ManualCheck("tilt the nose down", PITCH);
    steps.add(pitchCheck);
    // Without this check, pitch returning to zero would count as motion during the roll check.
    steps.add(new ManualCheck("level the robot again", PITCH, pitchCheck));
    steps.add(new ManualCheck("tilt the right side of the robot down", ROLL));
    return steps;
  }

  /** The instruction. */
  String prompt() {
    return prompt;
  }

  /** Approximate target pose, for display. */
  TargetPose pose() {
    if (returnFrom != null) {
      return TargetPose.withTrunkAttitude(0, 0);
    }
    return switch (expected) {
      case PITCH -> TargetPose.withTrunkAttitude(0, TILT_RAD);
      case ROLL -> TargetPose.withTrunkAttitude(TILT_RAD, 0);
      default -> {
        Motor motor = Motor.of(expected);
        // Lowering one upper link extends the leg and swings it to the other side.
        double swing = motor.isRear() ? MOTION_THRESHOLD_RAD : -MOTION_THRESHOLD_RAD;
        yield TargetPose.onStand(0, EXTENSION)
            .withLeg(motor.leg(), swing, EXTENSION + MOTION_THRESHOLD_RAD);
      }
    };
  }

  /**
   * Evaluates a state.
   *
   * @param state Not modified.
   */
  Outcome evaluate(RobotState state) {
    if (!started) {
      started = true;
      for (int reading = 0; reading < READINGS; reading++) {
        initial[reading] = value(state, reading);
      }
    }
    if (returnFrom != null) {
      double remaining = value(state, expected) - returnFrom.initial[expected];
      return Math.abs(remaining) <= RETURN_TOLERANCE_RAD ? Outcome.PASSED : Outcome.WAITING;
    }
    double change = value(state, expected) - initial[expected];
    if (Math.abs(change) >= MOTION_THRESHOLD_RAD) {
      return change > 0 ? Outcome.PASSED : Outcome.REVERSED;
    }
    return otherMovedReading(state) >= 0 ? Outcome.OTHER : Outcome.WAITING;
  }

  /** The problem and its fix; empty for a passed check. */
  String problem(Outcome outcome, RobotState state) {
    return switch (outcome) {
      case PASSED -> "";
      case WAITING ->
          returnFrom != null
              ? "%s: %s did not return to its initial value; level the robot and repeat"
                  .formatted(prompt, name(expected))
              : "%s: %s did not move; check its cable and that the link is fixed to its shaft"
                  .formatted(prompt, name(expected));
      case REVERSED ->
          "%s: %s decreased instead of increasing; its direction is reversed: %s"
              .formatted(
                  prompt,
                  name(expected),
                  expected < Motor.COUNT
                      ? "calibrate the motors"
                      : "align the IMU axes with the robot");
      case OTHER ->
          "%s: %s moved instead of %s; their cables are swapped"
              .formatted(prompt, name(otherMovedReading(state)), name(expected));
    };
  }

  /** Another reading of the same kind with a large change; -1 for none. */
  private int otherMovedReading(RobotState state) {
    int begin = expected < Motor.COUNT ? 0 : Motor.COUNT;
    int end = expected < Motor.COUNT ? Motor.COUNT : READINGS;
    for (int reading = begin; reading < end; reading++) {
      // Twice the threshold, because the linkage and the operator move neighboring joints slightly.
      if (reading != expected
          && Math.abs(value(state, reading) - initial[reading]) > 2 * MOTION_THRESHOLD_RAD) {
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
}
