package minitaur.controller.episode.safety;

import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import org.jspecify.annotations.Nullable;

/**
 * Judges each tick by what it is told alone: the same gets the same verdict, whatever came before.
 * It can end an episode and stop the motors, never allow what the robot's own guard forbids.
 * Allocates nothing while all is well. Used by one thread.
 */
public final class SafetySupervisor {
  private final SafetyLimits limits;
  private final LegPosture posture = new LegPosture(RobotGeometry.nominal());
  private final TrackLimits trackLimits;
  private final long lostNanos;

  /** A supervisor that tolerates what {@code limits} say, on a lane without end. */
  public SafetySupervisor(SafetyLimits limits) {
    this(limits, TrackLimits.nominal());
  }

  /** A supervisor that tolerates what {@code limits} and {@code trackLimits} say. */
  public SafetySupervisor(SafetyLimits limits, TrackLimits trackLimits) {
    this.limits = limits;
    this.trackLimits = trackLimits;
    lostNanos = trackLimits.lostNanos();
  }

  /** What measures the durations that this supervisor judges. */
  public OverloadTimer strainWatch() {
    RobotLimits robot = limits.robot();
    return new OverloadTimer(robot == null ? RobotLimits.nominal() : robot);
  }

  /**
   * Judges a control tick of an episode, before the policy acts.
   *
   * @param tick Not modified.
   */
  public Verdict judge(ControlTick tick) {
    Verdict verdict = judgeMotion(tick);
    if (verdict != Verdict.CONTINUE) {
      return verdict;
    }
    verdict = judge(tick.state, tick.groundRollPitch[0], tick.groundRollPitch[1]);
    if (verdict != Verdict.CONTINUE) {
      return verdict;
    }
    if (tick.policyChanged) {
      return stop(Reason.POLICY_MISMATCH);
    }
    RobotLimits robot = limits.robot();
    if (robot != null) {
      verdict = judgePosture(tick, robot);
    }
    return verdict == Verdict.CONTINUE ? judge(tick.track) : verdict;
  }

  /**
   * Judges a control tick in which the robot moves without a policy, to its feet or to its start:
   * everything but its attitude and place.
   *
   * @param tick Not modified.
   */
  public Verdict judgeMotion(ControlTick tick) {
    if (tick.stopWanted) {
      return end(Reason.OPERATOR);
    }
    RobotState state = tick.state;
    if (!state.connected) {
      return stop(Reason.LINK_LOST);
    }
    RobotLimits robot = limits.robot();
    return robot == null ? Verdict.CONTINUE : judgeDevices(tick, robot);
  }

  private Verdict judgeDevices(ControlTick tick, RobotLimits robot) {
    RobotState state = tick.state;
    long stale = nanos(robot.timing().maxDataAgeSeconds());
    if (isStale(state.encoderTimeNanos, tick.nowNanos, stale)) {
      return stop(Reason.ENCODERS_STALE);
    }
    if (isStale(state.imuTimeNanos, tick.nowNanos, stale)) {
      return end(Reason.IMU_STALE);
    }
    if (!Double.isFinite(state.rollRad) || !Double.isFinite(state.pitchRad)) {
      return end(Reason.SENSOR_INVALID);
    }
    if (tick.batteryLowNanos > nanos(robot.battery().maxBatteryLowSeconds())) {
      return stop(Reason.BATTERY_LOW);
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      // Position control by an angle that is no number would be the guard's to stop; not waited
      // for.
      if (!Double.isFinite(state.motorAngleRad[motor])) {
        return stop(Reason.SENSOR_INVALID);
      }
      if (state.motorTemperatureCelsius[motor] > robot.motors().maxMotorCelsius()) {
        return end(Reason.MOTOR_HOT);
      }
    }
    if (tick.strainNanos > nanos(robot.motors().maxOverloadSeconds())) {
      return end(Reason.MOTOR_STRAINED);
    }
    return tick.nowNanos - tick.timeNanos > nanos(robot.timing().maxLatencySeconds())
        ? end(Reason.CONTROL_LATE)
        : Verdict.CONTINUE;
  }

  private Verdict judgePosture(ControlTick tick, RobotLimits robot) {
    posture.update(tick.state);
    if (posture.stopMargin() < robot.posture().minLegStopMarginRad()) {
      return end(Reason.LEG_AT_STOP);
    }
    if (posture.gap() < robot.posture().minFootGapMetres()) {
      return end(Reason.LEGS_CROSSED);
    }
    // An unknown height is not below anything, and one that was seen before the robot was lost from
    // view is unknown.
    boolean isSeenLow =
        tick.track.unknownNanos == 0 && tick.track.zMetres < robot.posture().minHeightMetres();
    return posture.height() < robot.posture().minHeightMetres() || isSeenLow
        ? end(Reason.TOO_LOW)
        : Verdict.CONTINUE;
  }

  /**
   * Judges what the policy chose, before any motor hears of it.
   *
   * @param action {@code [8]} Not modified.
   * @param previous {@code [8]} the action before; null at an episode's first. Not modified.
   */
  public Verdict judgeAction(float[] action, float @Nullable [] previous) {
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

  private static boolean isStale(long timeNanos, long nowNanos, long staleNanos) {
    // A device that never spoke has the least time there is, so no difference of the two is taken.
    return timeNanos < nowNanos - staleNanos || timeNanos > nowNanos + staleNanos;
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

  /** Judges the trunk's attitude on level ground; parameters as below. */
  public Verdict judge(RobotState state) {
    return judge(state, 0, 0);
  }

  /**
   * Judges the trunk's attitude relative to the ground. A tilt that is not a number cannot be
   * judged, so it ends the episode too.
   *
   * @param state Not modified.
   * @param groundRoll roll of a trunk that is parallel to the ground, rad
   * @param groundPitch pitch of a trunk that is parallel to the ground, rad
   */
  public Verdict judge(RobotState state, double groundRoll, double groundPitch) {
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
   * Judges where the trunk is seen at one tick. A place that is not known is within the lane; for
   * how long it may be unknown is limited too.
   *
   * @param track Not modified.
   */
  public Verdict judge(Track track) {
    if (track.unknownNanos >= lostNanos) {
      return end(Reason.MOCAP_LOST);
    }
    if (trackLimits.lane().isOutside(track.xMetres, track.yMetres)) {
      return end(Reason.OUT_OF_LANE);
    }
    return Verdict.CONTINUE;
  }
}
