package minitaur.hal.motor;

import java.util.Locale;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import org.jspecify.annotations.Nullable;

/**
 * Limits by what motors, encoders and battery say, beside {@link MotorGuard}'s limits on commands:
 * duty, torque, velocity, overload, heat, battery, encoders that cannot be right. It bends duties,
 * keeps single motors off, or says that the robot must stop, and always which limit it was and why.
 *
 * <p>Where a temperature is not measured, {@link ThermalModel} computes it from the torque. Nothing
 * is allocated but by {@link #reason}. Not safe for use by several threads.
 */
public final class MotorProtection {
  /** Farther than the motors can turn in either direction. */
  private static final double FARTHEST_RAD = 2 * Math.PI;

  /** Of the motor at 16 V. */
  private static final double UNLOADED_RAD_PER_SEC = 168;

  private static final double TICK_SECONDS = 1e-3;

  private static final double LONGEST_STEP_SECONDS = 0.1;
  private static final double USUAL_VOLTS = 16;

  private final MotorProtectionLimits limits;
  private final long[] counts = new long[ProtectionLimit.COUNT];
  private final ThermalModel[] heat = new ThermalModel[Motor.COUNT];
  private final double[] previousAngle = new double[Motor.COUNT];
  private final double[] overloadSeconds = new double[Motor.COUNT];
  private final double[] sameSeconds = new double[Motor.COUNT];
  private final double[] lowestTarget = new double[Motor.COUNT];
  private final double[] highestTarget = new double[Motor.COUNT];

  private double lowSeconds;
  private double emptySeconds;
  private long previousNanos;
  private boolean started;
  private int overloaded;
  private int hot;
  private int distrusted;
  private @Nullable ProtectionLimit stop;
  private @Nullable ProtectionLimit last;
  private int lastMotor;
  private double lastValue;

  /** A protection by {@code limits}, of motors as warm as the air. */
  public MotorProtection(MotorProtectionLimits limits) {
    this.limits = limits;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      heat[motor] = new ThermalModel();
    }
  }

  /** Forgets overloads, doubts and a reason to stop, not heat: the operator has looked. */
  public void rearm() {
    started = false;
    overloaded = 0;
    distrusted = 0;
    stop = null;
    lowSeconds = 0;
    emptySeconds = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      overloadSeconds[motor] = 0;
      sameSeconds[motor] = 0;
    }
  }

  /**
   * Looks at a new sample.
   *
   * @param state calibrated. Not modified.
   * @param command in effect: an encoder is stuck only if its target moves. Not modified.
   * @return what stops the robot until {@link #rearm}; null while it may go on
   */
  public @Nullable ProtectionLimit check(RobotState state, MotorCommand command) {
    double dt = (state.encoderTimeNanos - previousNanos) * 1e-9;
    boolean isNext = started && dt > 0 && dt < LONGEST_STEP_SECONDS;
    if (started && dt <= 0) {
      return stop;
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      checkEncoder(state, command, motor, isNext, dt);
      if (isNext) {
        checkLoad(state, motor, dt);
      }
      previousAngle[motor] = state.motorAngleRad[motor];
    }
    if (isNext) {
      checkBattery(state.batteryVoltage, dt);
    }
    previousNanos = state.encoderTimeNanos;
    started = true;
    return stop;
  }

  /**
   * Bends duties to the limits.
   *
   * @param duty {@code [motor]}, in the motor's sense. Modified.
   * @param state calibrated. Not modified.
   */
  public void limit(double[] duty, RobotState state) {
    double volts = Double.isFinite(state.batteryVoltage) ? state.batteryVoltage : USUAL_VOLTS;
    double most = TorqueCurve.current(limits.maximumTorqueNm()) * TorqueCurve.RESISTANCE;
    boolean limitsTorque = limits.maximumTorqueNm() < TorqueCurve.maximumTorque();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double requested = duty[motor];
      double velocity = state.motorVelocityRadPerSec[motor];
      double allowed = clip(requested, -limits.maximumDuty(), limits.maximumDuty());
      if (allowed != requested) {
        record(ProtectionLimit.DUTY, motor, requested);
      }
      if (limitsTorque && Double.isFinite(velocity)) {
        double backEmf = TorqueCurve.BACK_EMF * velocity;
        double weaker = clip(allowed, (backEmf - most) / volts, (backEmf + most) / volts);
        if (weaker != allowed) {
          record(ProtectionLimit.TORQUE, motor, allowed);
          allowed = clip(weaker, -limits.maximumDuty(), limits.maximumDuty());
        }
      }
      if (Math.abs(velocity) > limits.maximumVelocityRadPerSec() && allowed * velocity > 0) {
        record(ProtectionLimit.VELOCITY, motor, velocity);
        allowed = 0;
      }
      duty[motor] = allowed;
    }
  }

  /** Bit m set: motor m is to be without current. */
  public int offMotors() {
    return overloaded | hot | distrusted;
  }

  /** How often {@code limit} has acted: motors and samples for which it did. */
  public long count(ProtectionLimit limit) {
    return counts[limit.ordinal()];
  }

  /** The limit that acted last; null when none ever has. */
  public @Nullable ProtectionLimit lastLimit() {
    return last;
  }

  /** What acted last and why, in words; empty when nothing ever has. Allocates. */
  public String reason() {
    if (last == null) {
      return "";
    }
    Motor motor = Motor.of(lastMotor);
    return switch (last) {
      case DUTY -> text("%s: duty %.3f is beyond %.3f", motor, lastValue, limits.maximumDuty());
      case TORQUE ->
          text(
              "%s: duty %.3f would make more than %.2f Nm",
              motor, lastValue, limits.maximumTorqueNm());
      case VELOCITY ->
          text(
              "%s: turns at %.1f rad/s, beyond %.1f; not driven further",
              motor, lastValue, limits.maximumVelocityRadPerSec());
      case OVERLOAD ->
          text(
              "%s: %.2f Nm, more than %.2f for longer than %.1f s; off until the robot is armed again",
              motor, lastValue, limits.overloadTorqueNm(), limits.overloadSeconds());
      case TEMPERATURE ->
          text(
              "%s: winding at %.0f degC, beyond %.0f; off until it is below %.0f",
              motor, lastValue, limits.maximumWindingCelsius(), limits.coolEnoughCelsius());
      case BATTERY_LOW ->
          text("battery at %.1f V, below %.1f: change it", lastValue, limits.warningVolts());
      case BATTERY_EMPTY ->
          text("battery at %.1f V, below %.1f: stopped", lastValue, limits.stopVolts());
      case ENCODER_ABSURD ->
          text("%s: its encoder says %.3f rad, which cannot be; check its cable", motor, lastValue);
      case ENCODER_STUCK ->
          text(
              "%s: its encoder stays at %.4f rad although the motor is told to move; check it",
              motor, lastValue);
    };
  }

  private void checkEncoder(
      RobotState state, MotorCommand command, int motor, boolean isNext, double dt) {
    double angle = state.motorAngleRad[motor];
    // Samples may be missing in between, in which the motor went on.
    double possible = limits.jumpRad() + UNLOADED_RAD_PER_SEC * Math.max(0, dt - TICK_SECONDS);
    boolean jumped = isNext && Math.abs(angle - previousAngle[motor]) > possible;
    if (!(Math.abs(angle) <= FARTHEST_RAD) || jumped) {
      distrust(ProtectionLimit.ENCODER_ABSURD, motor, angle);
    }
    double target = command.targetAngleRad[motor];
    boolean same = isNext && angle == previousAngle[motor];
    if (!same || command.mode != MotorCommand.Mode.POSITION) {
      sameSeconds[motor] = 0;
      lowestTarget[motor] = target;
      highestTarget[motor] = target;
      return;
    }
    lowestTarget[motor] = Math.min(lowestTarget[motor], target);
    highestTarget[motor] = Math.max(highestTarget[motor], target);
    // Before its target has gone anywhere a motor has a right to stand still.
    if (highestTarget[motor] - lowestTarget[motor] > limits.stuckTargetRad()) {
      sameSeconds[motor] += dt;
    }
    if (sameSeconds[motor] > limits.stuckSeconds()) {
      distrust(ProtectionLimit.ENCODER_STUCK, motor, angle);
    }
  }

  private void checkLoad(RobotState state, int motor, double dt) {
    double torque = Math.abs(state.motorTorqueNm[motor]);
    int bit = 1 << motor;
    if (torque > limits.overloadTorqueNm()) {
      overloadSeconds[motor] += dt;
      if (overloadSeconds[motor] > limits.overloadSeconds()) {
        record(ProtectionLimit.OVERLOAD, motor, torque);
        overloaded |= bit;
      }
    } else {
      overloadSeconds[motor] = 0;
    }
    if (Double.isFinite(torque)) {
      double current = TorqueCurve.current(torque);
      heat[motor].step(current * current * TorqueCurve.RESISTANCE, dt);
    }
    double measured = state.motorTemperatureCelsius[motor];
    double celsius = Double.isFinite(measured) ? measured : heat[motor].windingCelsius();
    if (celsius > limits.maximumWindingCelsius()) {
      record(ProtectionLimit.TEMPERATURE, motor, celsius);
      hot |= bit;
    } else if (celsius < limits.coolEnoughCelsius()) {
      hot &= ~bit;
    }
  }

  private void checkBattery(double volts, double dt) {
    // An unknown voltage is not below anything.
    lowSeconds = volts < limits.warningVolts() ? lowSeconds + dt : 0;
    emptySeconds = volts < limits.stopVolts() ? emptySeconds + dt : 0;
    if (emptySeconds > limits.batterySeconds()) {
      stop(ProtectionLimit.BATTERY_EMPTY, 0, volts);
    } else if (lowSeconds > limits.batterySeconds()) {
      record(ProtectionLimit.BATTERY_LOW, 0, volts);
    }
  }

  /** Damping by a false velocity would drive the motor, so it is left without current. */
  private void distrust(ProtectionLimit limit, int motor, double angle) {
    distrusted |= 1 << motor;
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
    last = limit;
    lastMotor = motor;
    lastValue = value;
  }

  private static double clip(double value, double low, double high) {
    return Math.min(Math.max(value, low), high);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
