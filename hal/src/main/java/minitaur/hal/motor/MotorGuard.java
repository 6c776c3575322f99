package minitaur.hal.motor;

import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Limits on every command before it reaches a robot, whatever its source: finite numbers, gains,
 * joint range, the five-bar's stop, target rate. It changes a command to the nearest allowed one,
 * or to damping if there is none, and reports which limit acted on which motor. It does not decide
 * whether the robot should stop.
 *
 * <p>The rate limit is applied last, so a leg that starts outside its range returns at the limited
 * rate instead of jumping. {@link #apply} allocates nothing. Not thread-safe.
 */
public final class MotorGuard {
  /**
   * Max interval for the rate limit, so that a pause in the commands does not permit a large jump.
   */
  private static final double MAX_RATE_INTERVAL_SECONDS = 0.1;

  private final MotorGuardLimits limits;
  private final long[] counts = new long[GuardLimit.values().length];

  /** {@code [motor]} targets of the last command, from which the rate limit starts. */
  private final double[] previousTarget = new double[Motor.COUNT];

  private boolean hasPreviousTarget;
  private long previousTimeNanos;

  private boolean acted;
  private int actedLimits;
  private @Nullable GuardLimit lastLimit;
  private int lastMotor;
  private double lastRequested;
  private double lastApplied;

  public MotorGuard(MotorGuardLimits limits) {
    this.limits = limits;
  }

  /**
   * Applies the limits to a command.
   *
   * @param command Modified.
   * @param measured current state; a first target moves from its motor angles at the limited rate.
   *     Not modified.
   * @param timeNanos current time
   * @return whether a limit acted
   */
  public boolean apply(MotorCommand command, RobotState measured, long timeNanos) {
    acted = false;
    limitGains(command);
    if (command.mode == MotorCommand.Mode.POSITION) {
      requireFiniteTargets(command);
    }
    if (command.mode == MotorCommand.Mode.POSITION) {
      limitAngles(command);
      limitLegSums(command);
      limitRate(command, measured, timeNanos);
    } else {
      hasPreviousTarget = false;
    }
    return acted;
  }

  /**
   * Number of motors on which {@code limit} has acted, summed over all commands; a gain counts as
   * one.
   */
  public long count(GuardLimit limit) {
    return counts[limit.ordinal()];
  }

  /** Bit n set: the limit with ordinal n has acted. */
  public int actedLimits() {
    return actedLimits;
  }

  /** Description of what the last limit did; empty if none has acted. Allocates. */
  public String reason() {
    if (lastLimit == null) {
      return "";
    }
    Motor motor = Motor.of(lastMotor);
    return switch (lastLimit) {
      case NOT_FINITE ->
          Text.of("%s: a target or gain is %s; damping instead", motor, lastRequested);
      case GAIN ->
          Text.of(
              "a gain of %.4g is outside 0 to %.4g (kp) or %.4g (kd); %.4g was used",
              lastRequested, limits.maxKp(), limits.maxKd(), lastApplied);
      case JOINT_RANGE ->
          Text.of(
              "%s: target %.3f rad is outside %.3f to %.3f rad; %.3f was used",
              motor, lastRequested, limits.angleRad().min(), limits.angleRad().max(), lastApplied);
      case LEG_STOP ->
          Text.of(
              "%s: its leg's targets must sum to %.3f to %.3f rad; %.3f rad became %.3f",
              motor,
              limits.legSumRad().min(),
              limits.legSumRad().max(),
              lastRequested,
              lastApplied);
      case TARGET_RATE ->
          Double.isNaN(lastApplied)
              ? Text.of(
                  "%s: its angle is unknown, so its first target cannot be slowed; damping instead",
                  motor)
              : Text.of(
                  "%s: target %.3f rad moves faster than %.3g rad/s; %.3f was used",
                  motor, lastRequested, limits.maxTargetRateRadPerSec(), lastApplied);
    };
  }

  private void limitGains(MotorCommand command) {
    if (command.mode == MotorCommand.Mode.OFF) {
      return;
    }
    boolean isPosition = command.mode == MotorCommand.Mode.POSITION;
    if (!Double.isFinite(command.kd) || (isPosition && !Double.isFinite(command.kp))) {
      double invalidGain = Double.isFinite(command.kd) ? command.kp : command.kd;
      switchToDamping(command);
      record(GuardLimit.NOT_FINITE, 0, invalidGain, limits.dampingKd());
      return;
    }
    double kd = clip(command.kd, 0, limits.maxKd());
    double kp = isPosition ? clip(command.kp, 0, limits.maxKp()) : command.kp;
    if (kd != command.kd) {
      record(GuardLimit.GAIN, 0, command.kd, kd);
    }
    if (kp != command.kp) {
      record(GuardLimit.GAIN, 0, command.kp, kp);
    }
    command.kd = kd;
    command.kp = kp;
  }

  private void requireFiniteTargets(MotorCommand command) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      if (!Double.isFinite(command.targetAngleRad[motor])) {
        record(GuardLimit.NOT_FINITE, motor, command.targetAngleRad[motor], limits.dampingKd());
        switchToDamping(command);
      }
    }
  }

  private void limitAngles(MotorCommand command) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double requested = command.targetAngleRad[motor];
      double allowed = limits.angleRad().clip(requested);
      if (allowed != requested) {
        command.targetAngleRad[motor] = allowed;
        record(GuardLimit.JOINT_RANGE, motor, requested, allowed);
      }
    }
  }

  private void limitLegSums(MotorCommand command) {
    double[] target = command.targetAngleRad;
    for (int index = 0; index < Leg.COUNT; index++) {
      int rear = Leg.of(index).rear().ordinal();
      int front = Leg.of(index).front().ordinal();
      double requested = target[rear] + target[front];
      double allowed = limits.legSumRad().clip(requested);
      if (allowed != requested) {
        // Equal corrections change the extension and keep the swing.
        double correction = 0.5 * (allowed - requested);
        target[rear] += correction;
        target[front] += correction;
        record(GuardLimit.LEG_STOP, rear, requested, allowed);
        record(GuardLimit.LEG_STOP, front, requested, allowed);
      }
    }
  }

  private void limitRate(MotorCommand command, RobotState measured, long timeNanos) {
    if (limits.maxTargetRateRadPerSec() == Double.POSITIVE_INFINITY) {
      return;
    }
    if (!hasPreviousTarget) {
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double angle = measured.motorAngleRad[motor];
        if (!Double.isFinite(angle)) {
          switchToDamping(command);
          record(GuardLimit.TARGET_RATE, motor, command.targetAngleRad[motor], Double.NaN);
          return;
        }
        previousTarget[motor] = angle;
      }
      hasPreviousTarget = true;
      previousTimeNanos = timeNanos;
    }
    double interval = clip((timeNanos - previousTimeNanos) * 1e-9, 0, MAX_RATE_INTERVAL_SECONDS);
    double maxStep = limits.maxTargetRateRadPerSec() * interval;
    for (int index = 0; index < Leg.COUNT; index++) {
      limitLegRate(
          command.targetAngleRad,
          Leg.of(index).rear().ordinal(),
          Leg.of(index).front().ordinal(),
          maxStep);
    }
    previousTimeNanos = timeNanos;
  }

  /**
   * Limits both motors of a leg to the same fraction of their motion, because every point on a
   * straight line between allowed poses is allowed.
   */
  private void limitLegRate(double[] target, int rear, int front, double maxStep) {
    double rearStep = target[rear] - previousTarget[rear];
    double frontStep = target[front] - previousTarget[front];
    double largerStep = Math.max(Math.abs(rearStep), Math.abs(frontStep));
    if (largerStep > maxStep) {
      double fraction = maxStep / largerStep;
      double limitedRear = previousTarget[rear] + fraction * rearStep;
      double limitedFront = previousTarget[front] + fraction * frontStep;
      record(GuardLimit.TARGET_RATE, rear, target[rear], limitedRear);
      record(GuardLimit.TARGET_RATE, front, target[front], limitedFront);
      target[rear] = limitedRear;
      target[front] = limitedFront;
    }
    previousTarget[rear] = target[rear];
    previousTarget[front] = target[front];
  }

  private void switchToDamping(MotorCommand command) {
    command.mode = MotorCommand.Mode.DAMPING;
    command.kd = limits.dampingKd();
  }

  private void record(GuardLimit limit, int motor, double requested, double applied) {
    counts[limit.ordinal()]++;
    actedLimits |= 1 << limit.ordinal();
    acted = true;
    lastLimit = limit;
    lastMotor = motor;
    lastRequested = requested;
    lastApplied = applied;
  }

  private static double clip(double value, double low, double high) {
    return Math.min(Math.max(value, low), high);
  }
}
