package minitaur.hal.motor;

import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.Text;
import minitaur.hal.wire.BoardSample;
import org.jspecify.annotations.Nullable;

/**
 * Limits on the measured state of motors, encoders and battery, in addition to {@link MotorGuard}'s
 * limits on commands: duty, torque, velocity, overload, temperature, battery voltage, implausible
 * encoder values. It clips duties, disables single motors or requires the robot to stop, and
 * reports which limit acted and why.
 *
 * <p>If the winding temperature is not measured, {@link ThermalModel} estimates it from the torque,
 * or from the commanded current if the torque is not measured either. Nothing is allocated except
 * in {@link #reason}. Not thread-safe.
 */
public final class MotorProtection {
  /** More than the range of a motor in either direction. */
  private static final double MAX_ANGLE_RAD = 2 * Math.PI;

  /** No-load speed of the motor at 16 V. */
  private static final double NO_LOAD_RAD_PER_SEC = 168;

  /**
   * During the soft start the targets move at 3 rad/s; even if a foot slips, velocities stay below
   * this.
   */
  private static final double MAX_SOFT_START_RAD_PER_SEC = 30;

  private static final double TICK_SECONDS = 1e-3;

  private static final double MAX_STEP_SECONDS = 0.1;
  private static final double NOMINAL_VOLTS = 16;

  private final MotorProtectionLimits limits;
  private final boolean measuresWinding;
  private final long[] counts = new long[ProtectionLimit.values().length];
  private final ThermalModel[] thermalModels = new ThermalModel[Motor.COUNT];
  private final double[] previousAngle = new double[Motor.COUNT];
  private final double[] previousRate = new double[Motor.COUNT];
  private final double[] overloadSeconds = new double[Motor.COUNT];
  private final double[] unchangedSeconds = new double[Motor.COUNT];
  private final double[] minTarget = new double[Motor.COUNT];
  private final double[] maxTarget = new double[Motor.COUNT];

  private boolean inSoftStart;
  private double lowSeconds;
  private double emptySeconds;
  private long previousNanos;
  private boolean started;
  private int overloaded;
  private int overheated;
  private int implausible;
  private @Nullable ProtectionLimit stop;
  private int actedLimits;
  private @Nullable ProtectionLimit lastLimit;

  /** {@code [limit]} motor and value of a limit's last action. */
  private final int[] actedMotor = new int[counts.length];

  private final double[] actedValue = new double[counts.length];
  private double jumpRad;

  /**
   * Creates the protection of motors at ambient temperature.
   *
   * @param measuresWinding whether the temperatures in the state are winding temperatures;
   *     otherwise they may be driver temperatures, and the higher of estimated and reported value
   *     is used
   */
  public MotorProtection(MotorProtectionLimits limits, boolean measuresWinding) {
    this.limits = limits;
    this.measuresWinding = measuresWinding;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      thermalModels[motor] = new ThermalModel();
    }
  }

  /** Clears overloads, implausible encoders and the reason to stop, but keeps the temperatures. */
  public void rearm() {
    overloaded = 0;
    implausible = 0;
    stop = null;
    lowSeconds = 0;
    emptySeconds = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      overloadSeconds[motor] = 0;
      unchangedSeconds[motor] = 0;
    }
  }

  /**
   * Checks a new sample. A sample without a time is a gap: it is not checked, and the next one is
   * not compared with the one before.
   *
   * @param state Not modified.
   * @param command in effect: an encoder is stuck only if its target moves. Not modified.
   * @param softStart whether the legs move slowly, so that smaller jumps of an encoder are
   *     implausible
   * @return the limit that stops the robot until {@link #rearm}; null for none
   */
  public @Nullable ProtectionLimit check(
      RobotState state, MotorCommand command, boolean softStart) {
    inSoftStart = softStart;
    if (state.encoderTimeNanos == BoardSample.NEVER) {
      // A gap: the samples before and after it are not consecutive.
      started = false;
      return stop;
    }
    double dt = (state.encoderTimeNanos - previousNanos) * 1e-9;
    boolean isConsecutive = started && dt > 0 && dt < MAX_STEP_SECONDS;
    if (started && dt <= 0) {
      return stop;
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      checkEncoder(state, command, motor, isConsecutive, dt);
      if (isConsecutive) {
        checkLoad(state, command, motor, dt);
      }
      previousAngle[motor] = state.motorAngleRad[motor];
    }
    if (isConsecutive) {
      checkBattery(state.batteryVoltage, dt);
    }
    previousNanos = state.encoderTimeNanos;
    started = true;
    return stop;
  }

  /**
   * Clips duties to the limits.
   *
   * @param duty {@code [motor]}, in the motor's direction. Modified.
   * @param state calibrated. Not modified.
   */
  public void limitDuties(double[] duty, RobotState state) {
    double volts = Double.isFinite(state.batteryVoltage) ? state.batteryVoltage : NOMINAL_VOLTS;
    double maxVolts = TorqueCurve.current(limits.drive().maxTorqueNm()) * TorqueCurve.RESISTANCE;
    boolean limitsTorque = limits.drive().maxTorqueNm() < TorqueCurve.maxTorque();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double requested = duty[motor];
      double velocity = state.motorVelocityRadPerSec[motor];
      double allowed = clip(requested, -limits.drive().maxDuty(), limits.drive().maxDuty());
      if (allowed != requested) {
        record(ProtectionLimit.DUTY, motor, requested);
      }
      if (limitsTorque && Double.isFinite(velocity)) {
        double backEmf = TorqueCurve.BACK_EMF * velocity;
        double torqueLimited =
            clip(allowed, (backEmf - maxVolts) / volts, (backEmf + maxVolts) / volts);
        if (torqueLimited != allowed) {
          record(ProtectionLimit.TORQUE, motor, allowed);
          allowed = clip(torqueLimited, -limits.drive().maxDuty(), limits.drive().maxDuty());
        }
      }
      if (Math.abs(velocity) > limits.drive().maxVelocityRadPerSec() && allowed * velocity > 0) {
        record(ProtectionLimit.VELOCITY, motor, velocity);
        allowed = 0;
      }
      duty[motor] = allowed;
    }
  }

  /** Bit m set: motor m must be disabled. */
  public int disabledMotors() {
    return overloaded | overheated | implausible;
  }

  /** Bit m set: the encoder of motor m reports implausible values. */
  public int implausibleEncoders() {
    return implausible;
  }

  /**
   * Temperature of a winding, degC: measured, or estimated if not measured.
   *
   * @param measured temperature that the board reports; NaN for none
   */
  public double windingCelsius(int motor, double measured) {
    double estimate = thermalModels[motor].windingCelsius();
    if (!Double.isFinite(measured)) {
      return estimate;
    }
    return measuresWinding ? measured : Math.max(measured, estimate);
  }

  /** Whether a limit stops the robot until {@link #rearm}. */
  public boolean isStopped() {
    return stop != null;
  }

  /** Number of motors on which {@code limit} has acted, summed over all samples. */
  public long count(ProtectionLimit limit) {
    return counts[limit.ordinal()];
  }

  /** Bit n set: the limit with ordinal n has acted. */
  public int actedLimits() {
    return actedLimits;
  }

  /** Which limit acted last and why; empty for none. Allocates. */
  public String reason() {
    return describe(lastLimit);
  }

  /** Why the robot must stop until {@link #rearm}; empty if it need not. Allocates. */
  public String stopReason() {
    return describe(stop);
  }

  /** Why a motor must be disabled; empty if none must be. Allocates. */
  public String disabledReason() {
    if (overheated != 0) {
      return describe(ProtectionLimit.TEMPERATURE);
    }
    return overloaded == 0 ? stopReason() : describe(ProtectionLimit.OVERLOAD);
  }

  /** Describes the last action of a limit. */
  private String describe(@Nullable ProtectionLimit limit) {
    if (limit == null) {
      return "";
    }
    Motor motor = Motor.of(actedMotor[limit.ordinal()]);
    double value = actedValue[limit.ordinal()];
    return switch (limit) {
      case DUTY -> Text.of("%s: duty %.3f is beyond %.3f", motor, value, limits.drive().maxDuty());
      case TORQUE ->
          Text.of("%s: duty %.3f would exceed %.2f Nm", motor, value, limits.drive().maxTorqueNm());
      case VELOCITY ->
          Text.of(
              "%s: velocity %.1f rad/s exceeds %.1f; not accelerated further",
              motor, value, limits.drive().maxVelocityRadPerSec());
      case OVERLOAD ->
          Text.of(
              "%s: %.2f Nm, more than %.2f for longer than %.1f s; off until the robot is armed"
                  + " again",
              motor, value, limits.overload().torqueNm(), limits.overload().seconds());
      case TEMPERATURE ->
          Text.of(
              "%s: winding at %.0f degC, beyond %.0f; off until it is below %.0f",
              motor, value, limits.winding().maxCelsius(), limits.winding().resumeCelsius());
      case BATTERY_LOW ->
          Text.of(
              "battery at %.1f V, below %.1f: change it", value, limits.battery().warningVolts());
      case BATTERY_EMPTY ->
          Text.of("battery at %.1f V, below %.1f: stopped", value, limits.battery().stopVolts());
      case ENCODER_IMPLAUSIBLE ->
          Text.of(
              "%s: encoder angle %.3f rad is outside the joint's range; check its cable and zero",
              motor, value);
      case ENCODER_JUMPED ->
          Text.of(
              "%s: encoder angle jumped by %.3f rad to %.3f rad; check its cable and supply",
              motor, jumpRad, value);
      case ENCODER_STUCK ->
          Text.of(
              "%s: encoder angle stays at %.4f rad although its target moves; check its cable",
              motor, value);
    };
  }

  private void checkEncoder(
      RobotState state, MotorCommand command, int motor, boolean isConsecutive, double dt) {
    double angle = state.motorAngleRad[motor];
    if (!(Math.abs(angle) <= MAX_ANGLE_RAD)) {
      stopAndDisable(ProtectionLimit.ENCODER_IMPLAUSIBLE, motor, angle);
    }
    // Samples may be missing in between, while the motor kept turning.
    double maxRadPerSec = inSoftStart ? MAX_SOFT_START_RAD_PER_SEC : NO_LOAD_RAD_PER_SEC;
    double maxStep = limits.encoder().jumpRad() + maxRadPerSec * Math.max(0, dt - TICK_SECONDS);
    double step = angle - previousAngle[motor];
    // A leg that falls can hide a jump in the opposite direction, but not a change of its velocity.
    double velocityChange = inSoftStart ? step - previousRate[motor] * dt : 0;
    previousRate[motor] = isConsecutive ? step / dt : 0;
    if (isConsecutive && (Math.abs(step) > maxStep || Math.abs(velocityChange) > maxStep)) {
      jumpRad = stop == null ? step : jumpRad;
      stopAndDisable(ProtectionLimit.ENCODER_JUMPED, motor, angle);
    }
    double target = command.targetAngleRad[motor];
    boolean isUnchanged = isConsecutive && angle == previousAngle[motor];
    if (!isUnchanged || command.mode != MotorCommand.Mode.POSITION) {
      unchangedSeconds[motor] = 0;
      minTarget[motor] = target;
      maxTarget[motor] = target;
      return;
    }
    minTarget[motor] = Math.min(minTarget[motor], target);
    maxTarget[motor] = Math.max(maxTarget[motor], target);
    // A motor whose target has not moved may stand still.
    if (maxTarget[motor] - minTarget[motor] > limits.encoder().stuckTargetRad()) {
      unchangedSeconds[motor] += dt;
    }
    if (unchangedSeconds[motor] > limits.encoder().stuckSeconds()) {
      stopAndDisable(ProtectionLimit.ENCODER_STUCK, motor, angle);
    }
  }

  private void checkLoad(RobotState state, MotorCommand command, int motor, double dt) {
    double torque = Math.abs(state.motorTorqueNm[motor]);
    int bit = 1 << motor;
    if (torque > limits.overload().torqueNm()) {
      overloadSeconds[motor] += dt;
      if (overloadSeconds[motor] > limits.overload().seconds()) {
        record(ProtectionLimit.OVERLOAD, motor, torque);
        overloaded |= bit;
      }
    } else {
      overloadSeconds[motor] = 0;
    }
    double current =
        Double.isFinite(torque)
            ? TorqueCurve.current(torque)
            : commandedCurrent(state, command, motor);
    if (Double.isFinite(current)) {
      thermalModels[motor].step(current * current * TorqueCurve.RESISTANCE, dt);
    }
    double celsius = windingCelsius(motor, state.motorTemperatureCelsius[motor]);
    if (celsius > limits.winding().maxCelsius()) {
      record(ProtectionLimit.TEMPERATURE, motor, celsius);
      overheated |= bit;
    } else if (celsius < limits.winding().resumeCelsius()) {
      overheated &= ~bit;
    }
  }

  /** Current commanded by the position law, A; used if the motor current is not measured. */
  private static double commandedCurrent(RobotState state, MotorCommand command, int motor) {
    if (command.mode == MotorCommand.Mode.OFF) {
      return 0;
    }
    double velocity = state.motorVelocityRadPerSec[motor];
    double duty = PdController.duty(command, motor, state.motorAngleRad[motor], velocity);
    double volts = Double.isFinite(state.batteryVoltage) ? state.batteryVoltage : NOMINAL_VOLTS;
    double amperes = (duty * volts - TorqueCurve.BACK_EMF * velocity) / TorqueCurve.RESISTANCE;
    // Beyond the end of the curve a driver limits the current.
    return Math.min(Math.abs(amperes), TorqueCurve.current(TorqueCurve.maxTorque()));
  }

  private void checkBattery(double volts, double dt) {
    // False for an unknown voltage.
    lowSeconds = volts < limits.battery().warningVolts() ? lowSeconds + dt : 0;
    emptySeconds = volts < limits.battery().stopVolts() ? emptySeconds + dt : 0;
    if (emptySeconds > limits.battery().seconds()) {
      stop(ProtectionLimit.BATTERY_EMPTY, 0, volts);
    } else if (lowSeconds > limits.battery().seconds()) {
      record(ProtectionLimit.BATTERY_LOW, 0, volts);
    }
  }

  /**
   * Stops the robot and disables the motor, because damping with a wrong velocity would drive it.
   */
  private void stopAndDisable(ProtectionLimit limit, int motor, double angle) {
    implausible |= 1 << motor;
    stop(limit, motor, angle);
  }

  private void stop(ProtectionLimit limit, int motor, double value) {
    if (stop == null) {
      stop = limit;
      record(limit, motor, value);
    }
  }

  private void record(ProtectionLimit limit, int motor, double value) {
    counts[limit.ordinal()]++;
    actedLimits |= 1 << limit.ordinal();
    lastLimit = limit;
    actedMotor[limit.ordinal()] = motor;
    actedValue[limit.ordinal()] = value;
  }

  private static double clip(double value, double low, double high) {
    return Math.min(Math.max(value, low), high);
  }
}
