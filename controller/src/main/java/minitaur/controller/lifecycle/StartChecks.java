package minitaur.controller.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * Checks the start conditions of an episode: the robot is tracked, upright, still and in its start
 * zone, and its legs are free. Violations are described for the operator.
 */
final class StartChecks {
  /** Min sum of a leg's motor angles, at the stop; a leg at its stop is caught. */
  private static final double LEAST_SUM = RobotGeometry.nominal().motorSumStop();

  private final OperatorSettings settings;
  private final Supplier<String> tracking;
  private final double levelRad;
  private final long stillNanos;
  private long stillSinceNanos;

  /**
   * @param tracking status of motion capture, as text for the operator
   */
  StartChecks(OperatorSettings settings, Supplier<String> tracking) {
    this.settings = settings;
    this.tracking = tracking;
    levelRad = Math.toRadians(settings.startPosture().levelDegrees());
    stillNanos = Math.round(1e9 * settings.startPosture().stillSeconds());
  }

  /** Tilt up to which the robot stands upright, rad. */
  double levelRad() {
    return levelRad;
  }

  /** Starts the stillness timer. */
  void begin(long now) {
    stillSinceNanos = now;
  }

  /**
   * Updates the stillness timer.
   *
   * @param state Not modified.
   */
  void watch(RobotState state, long now) {
    if (!isStillNow(state)) {
      stillSinceNanos = now;
    }
  }

  /** Whether the robot has been still for the required time. */
  boolean isStill(long now) {
    return now - stillSinceNanos >= stillNanos;
  }

  private boolean isStillNow(RobotState state) {
    double fastest =
        Math.max(
            Math.abs(state.angularVelocityXRadPerSec), Math.abs(state.angularVelocityYRadPerSec));
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      fastest = Math.max(fastest, Math.abs(state.motorVelocityRadPerSec[motor]));
    }
    // The comparison is false for NaN, so unknown velocities do not count as still.
    return fastest <= settings.startPosture().stillRadPerSec();
  }

  /**
   * Violated start conditions, each with what to do; empty when an episode may start.
   *
   * @param state Not modified.
   * @param track Not modified.
   */
  List<String> objections(RobotState state, Track track, long now) {
    List<String> found = new ArrayList<>();
    if (!state.connected) {
      found.add("the robot does not respond; check its switch, battery and cable");
      return found;
    }
    checkTilt("roll", state.rollRad, found);
    checkTilt("pitch", state.pitchRad, found);
    if (!isStill(now)) {
      found.add("it moves; let go of it and leave it still");
    }
    for (int index = 0; index < Leg.COUNT; index++) {
      checkLeg(Leg.of(index), state, found);
    }
    checkPlace(track, found);
    return found;
  }

  private void checkTilt(String name, double angle, List<String> found) {
    if (!Double.isFinite(angle)) {
      found.add(name + " is unknown; check the IMU");
    } else if (Math.abs(angle) > levelRad) {
      found.add("%s is %d degrees; set it level".formatted(name, degrees(angle)));
    }
  }

  private static void checkLeg(Leg leg, RobotState state, List<String> found) {
    double sum =
        state.motorAngleRad[leg.rear().ordinal()] + state.motorAngleRad[leg.front().ordinal()];
    if (!Double.isFinite(sum)) {
      found.add("the %s leg's angles are unknown; check its encoders".formatted(name(leg)));
    } else if (sum < LEAST_SUM || sum > 2 * Math.PI - LEAST_SUM) {
      found.add("the %s leg is caught at its stop; free it".formatted(name(leg)));
    }
  }

  private void checkPlace(Track track, List<String> found) {
    if (track.unknownNanos > 0) {
      String cause = tracking.get();
      found.add("motion capture has no pose of it" + (cause.isEmpty() ? "" : ": " + cause));
      return;
    }
    double ahead = track.xMetres - settings.startZone().startX();
    // Without motion capture the position is NaN: both comparisons are false, and the operator's
    // confirmation is relied on.
    if (Math.abs(ahead) > settings.startZone().startZoneLength()) {
      found.add(
          String.format(
              Locale.ROOT,
              "it is %.2f m %s the start line; set it there",
              Math.abs(ahead),
              ahead > 0 ? "ahead of" : "behind"));
    }
    if (Math.abs(track.yMetres) > settings.startZone().startZoneWidth()) {
      found.add(
          String.format(
              Locale.ROOT,
              "it is %.2f m to the %s of the lane's middle; set it there",
              Math.abs(track.yMetres),
              track.yMetres > 0 ? "left" : "right"));
    }
  }

  private static String name(Leg leg) {
    return leg.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long degrees(double angle) {
    return Math.round(Math.toDegrees(angle));
  }
}
