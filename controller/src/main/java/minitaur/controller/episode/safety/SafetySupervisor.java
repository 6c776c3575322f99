package minitaur.controller.episode.safety;

import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;

/**
 * Checks each tick against safety limits. The verdict depends only on the arguments, not on earlier
 * ticks. The supervisor can end an episode and stop the motors, but never allows what the robot's
 * motor guard forbids. Does not allocate while the verdict is to continue. Used by one thread.
 */
public final class SafetySupervisor {
  private final SafetyLimits limits;
  private final LegPosture posture = new LegPosture(RobotGeometry.nominal());
  private final long mocapTimeoutNanos;

  /** A supervisor with given limits. */
  public SafetySupervisor(SafetyLimits limits) {
    this.limits = limits;
    mocapTimeoutNanos = limits.mocapLostNanos();
  }

  /** Creates the timer that measures the durations for this supervisor. */
  public OverloadTimer createOverloadTimer() {
    RobotLimits robot = limits.robot();
    return new OverloadTimer(robot == null ? RobotLimits.nominal() : robot);
  }

  /**
   * Checks a control tick of an episode, before the policy acts.
   *
   * @param tick Not modified.
   */
  public Verdict check(ControlTick tick) {
    Verdict verdict = checkMotion(tick);
    if (verdict != Verdict.CONTINUE) {
      return verdict;
    }
    verdict = check(tick.state, tick.groundRollPitch[0], tick.groundRollPitch[1]);
    if (verdict != Verdict.CONTINUE) {
      return verdict;
    }
    if (tick.policyChanged) {
      return stop(Reason.POLICY_MISMATCH);
    }
    RobotLimits robot = limits.robot();
    if (robot != null) {
      verdict = checkPosture(tick, robot);
    }
    return verdict == Verdict.CONTINUE ? check(tick.track) : verdict;
  }

  /**
   * Checks a control tick in which the robot moves without a policy, while it stands up or moves to
   * its start: everything except attitude and position.
   *
   * @param tick Not modified.
   */
  public Verdict checkMotion(ControlTick tick) {
    if (tick.stopRequested) {
      return end(Reason.OPERATOR);
    }
    RobotState state = tick.state;
    if (!state.connected) {
      return stop(Reason.LINK_LOST);
    }
    RobotLimits robot = limits.robot();
    return robot == null ? Verdict.CONTINUE : checkDevices(tick, robot);
  }

  private Verdict checkDevices(ControlTick tick, RobotLimits robot) {
    RobotState state = tick.state;
    long maxAgeNanos = nanos(robot.timing().maxDataAgeSeconds());
    if (isStale(state.encoderTimeNanos, tick.nowNanos, maxAgeNanos)) {
      return stop(Reason.ENCODERS_STALE);
    }
    if (isStale(state.imuTimeNanos, tick.nowNanos, maxAgeNanos)) {
      return end(Reason.IMU_STALE);
    }
    if (!Double.isFinite(state.rollRad) || !Double.isFinite(state.pitchRad)) {
      return end(Reason.SENSOR_INVALID);
    }
    if (tick.batteryLowNanos > nanos(robot.battery().maxBatteryLowSeconds())) {
      return stop(Reason.BATTERY_LOW);
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      // Stops position control with a non-finite angle, without waiting for the motor guard.
      if (!Double.isFinite(state.motorAngleRad[motor])) {
        return stop(Reason.SENSOR_INVALID);
      }
      if (state.motorTemperatureCelsius[motor] > robot.motors().maxMotorCelsius()) {
        return end(Reason.MOTOR_HOT);
      }
    }
    if (tick.overloadNanos > nanos(robot.motors().maxOverloadSeconds())) {
      return end(Reason.MOTOR_STRAINED);
    }
    return tick.nowNanos - tick.timeNanos > nanos(robot.timing().maxLatencySeconds())
        ? end(Reason.CONTROL_LATE)
        : Verdict.CONTINUE;
  }

  private Verdict checkPosture(ControlTick tick, RobotLimits robot) {
    posture.update(tick.state);
    if (posture.stopMargin() < robot.posture().minLegStopMarginRad()) {
      return end(Reason.LEG_AT_STOP);
    }
    if (posture.legGap() < robot.posture().minFootGapMetres()) {
      return end(Reason.LEGS_CROSSED);
    }
    // An unknown height (NaN) is not too low, and a height from before tracking was lost counts as
    // unknown.
    boolean isTrackedTooLow =
        tick.track.velocityUnknownNanos == 0
            && tick.track.zMetres < robot.posture().minHeightMetres();
    return posture.height() < robot.posture().minHeightMetres() || isTrackedTooLow
        ? end(Reason.TOO_LOW)
        : Verdict.CONTINUE;
  }

  /**
   * Checks the action of the policy before it is sent to the motors.
   *
   * @param action {@code [8]} Not modified.
   * @param previous {@code [8]} the previous action; null in the first step of an episode. Not
   *     modified.
   */
  public Verdict checkAction(float[] action, float @Nullable [] previous) {
    RobotLimits robot = limits.robot();
    for (int i = 0; i < action.length; i++) {
      if (!Float.isFinite(action[i]) || (robot != null && Math.abs(action[i]) > 1)) {
        return stop(Reason.ACTION_INVALID);
      }
      if (robot != null
          && previous != null
          && Math.abs((double) action[i] - previous[i]) > robot.maxActionChange()) {
        return end(Reason.ACTION_JUMP);
      }
    }
    return Verdict.CONTINUE;
  }

  private static boolean isStale(long timeNanos, long nowNanos, long maxAgeNanos) {
    // No subtraction of the two times: a device without data has time Long.MIN_VALUE.
    return timeNanos < nowNanos - maxAgeNanos || timeNanos > nowNanos + maxAgeNanos;
  }

  private static long nanos(double seconds) {
    return Math.round(1e9 * seconds);
  }

  private static Verdict end(Reason reason) {
    return new Verdict.EndEpisode(new Truncation(reason));
  }

  private static Verdict stop(Reason reason) {
    return new Verdict.StopMotors(new Truncation(reason));
  }

  /**
   * Checks the attitude of the trunk relative to the ground. A non-finite tilt ends the episode
   * too.
   *
   * @param state Not modified.
   * @param groundRoll roll of a trunk that is parallel to the ground, rad
   * @param groundPitch pitch of a trunk that is parallel to the ground, rad
   */
  public Verdict check(RobotState state, double groundRoll, double groundPitch) {
    if (!state.connected) {
      return stop(Reason.LINK_LOST);
    }
    if (!Double.isFinite(state.rollRad) || !Double.isFinite(state.pitchRad)) {
      return end(Reason.SENSOR_INVALID);
    }
    if (Math.abs(state.rollRad - groundRoll) > limits.tiltRad()
        || Math.abs(state.pitchRad - groundPitch) > limits.tiltRad()) {
      return new Verdict.EndEpisode(
          new EpisodeEnd.Termination(new Fall(state.rollRad, state.pitchRad)));
    }
    return Verdict.CONTINUE;
  }

  /**
   * Checks the tracked position of the trunk. An unknown position counts as within the lane; how
   * long it may be unknown is limited too.
   *
   * @param track Not modified.
   */
  public Verdict check(Track track) {
    if (track.velocityUnknownNanos >= mocapTimeoutNanos) {
      return end(Reason.MOCAP_LOST);
    }
    if (limits.lane().isOutside(track.xMetres, track.yMetres)) {
      return end(Reason.OUT_OF_LANE);
    }
    return Verdict.CONTINUE;
  }
}
