package minitaur.controller.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.Text;
import minitaur.hal.mocap.Track;

/**
 * Checks the start conditions of an episode: the robot is tracked, upright, still and in its start
 * zone, and its legs are free. Violations are described for the operator.
 */
final class StartConditions {
  /** Sum of a leg's motor angles at its mechanical stop; a leg at its stop is stuck. */
  private static final double MIN_MOTOR_SUM_RAD = RobotGeometry.nominal().minMotorSum();

  private final OperatorSettings settings;
  private final Supplier<String> robotStatus;
  private final Supplier<String> mocapStatus;
  private final double levelRad;
  private final long minStationaryNanos;
  private long stationarySinceNanos;

  /**
   * @param robotStatus status of the robot, as text for the operator
   * @param mocapStatus status of motion capture, as text for the operator
   */
  StartConditions(
      OperatorSettings settings, Supplier<String> robotStatus, Supplier<String> mocapStatus) {
    this.settings = settings;
    this.robotStatus = robotStatus;
    this.mocapStatus = mocapStatus;
    levelRad = Math.toRadians(settings.startPosture().levelDegrees());
    minStationaryNanos = Math.round(1e9 * settings.startPosture().stillSeconds());
  }

  /** Max tilt of an upright robot, rad. */
  double levelRad() {
    return levelRad;
  }

  /** Starts the stillness timer. */
  void startTimer(long now) {
    stationarySinceNanos = now;
  }

  /**
   * Updates the stillness timer.
   *
   * @param state Not modified.
   */
  void update(RobotState state, long now) {
    if (!isStationaryNow(state)) {
      stationarySinceNanos = now;
    }
  }

  /** Whether the robot has been still for the required time. */
  boolean isStationary(long now) {
    return now - stationarySinceNanos >= minStationaryNanos;
  }

  private boolean isStationaryNow(RobotState state) {
    double maxVelocity =
        Math.max(
            Math.abs(state.angularVelocityXRadPerSec), Math.abs(state.angularVelocityYRadPerSec));
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      maxVelocity = Math.max(maxVelocity, Math.abs(state.motorVelocityRadPerSec[motor]));
    }
    // The comparison is false for NaN, so unknown velocities do not count as still.
    return maxVelocity <= settings.startPosture().stillRadPerSec();
  }

  /**
   * Violated start conditions, each with its remedy; empty when an episode may start.
   *
   * @param state Not modified.
   * @param track Not modified.
   */
  List<String> violations(RobotState state, Track track, long now) {
    List<String> violations = new ArrayList<>();
    if (!state.connected) {
      violations.add(
          "the robot does not respond; check its switch, battery and cable: " + robotStatus.get());
      return violations;
    }
    checkTilt("roll", state.rollRad, violations);
    checkTilt("pitch", state.pitchRad, violations);
    if (!isStationary(now)) {
      violations.add("the robot is moving; let go of it and keep it still");
    }
    for (int index = 0; index < Leg.COUNT; index++) {
      checkLeg(Leg.of(index), state, violations);
    }
    checkPosition(track, violations);
    return violations;
  }

  private void checkTilt(String name, double angle, List<String> violations) {
    if (!Double.isFinite(angle)) {
      violations.add(name + " is unknown; check the IMU");
    } else if (Math.abs(angle) > levelRad) {
      violations.add("%s is %d degrees; level the robot".formatted(name, degrees(angle)));
    }
  }

  private static void checkLeg(Leg leg, RobotState state, List<String> violations) {
    double sum =
        state.motorAngleRad[leg.rear().ordinal()] + state.motorAngleRad[leg.front().ordinal()];
    if (!Double.isFinite(sum)) {
      violations.add("the %s leg's angles are unknown; check its encoders".formatted(leg.label()));
    } else if (sum < MIN_MOTOR_SUM_RAD || sum > 2 * Math.PI - MIN_MOTOR_SUM_RAD) {
      violations.add("the %s leg is stuck at its stop; free it".formatted(leg.label()));
    }
  }

  private void checkPosition(Track track, List<String> violations) {
    if (track.velocityUnknownNanos > 0) {
      String cause = mocapStatus.get();
      violations.add(
          "motion capture has no pose of the robot" + (cause.isEmpty() ? "" : ": " + cause));
      return;
    }
    double ahead = track.xMetres - settings.startZone().startX();
    // Without motion capture, the position is NaN, so both comparisons are false and only the
    // operator's confirmation ensures the start position.
    if (Math.abs(ahead) > settings.startZone().startZoneLength()) {
      violations.add(
          Text.of(
              "the robot is %.2f m %s the start line; move it to the line",
              Math.abs(ahead), ahead > 0 ? "ahead of" : "behind"));
    }
    if (Math.abs(track.yMetres) > settings.startZone().startZoneWidth()) {
      violations.add(
          Text.of(
              "the robot is %.2f m to the %s of the lane's center line; move it to the line",
              Math.abs(track.yMetres), track.yMetres > 0 ? "left" : "right"));
    }
  }

  private static long degrees(double angle) {
    return Math.round(Math.toDegrees(angle));
  }
}
