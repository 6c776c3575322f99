package minitaur.hal.motor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.wire.BoardSample;
import org.junit.jupiter.api.Test;

class MotorProtectionTest {
  private static final long MILLISECOND = 1_000_000;

  private final MotorProtection protection =
      new MotorProtection(MotorProtectionLimits.defaults(), true);
  private final RobotState state = new RobotState();
  private final MotorCommand command = new MotorCommand();
  private final double[] duty = new double[Motor.COUNT];

  MotorProtectionTest() {
    Arrays.fill(state.motorAngleRad, 2);
    Arrays.fill(state.motorTemperatureCelsius, 25);
    state.batteryVoltage = 16;
    state.encoderTimeNanos = MILLISECOND;
    command.mode = MotorCommand.Mode.POSITION;
    Arrays.fill(command.targetAngleRad, 2);
  }

  @Test
  void doesNotActWithinLimits() {
    Arrays.fill(duty, 0.9);
    run(2000);
    protection.limitDuties(duty, state);
    assertThat(duty).containsOnly(0.9);
    assertThat(protection.disabledMotors()).isZero();
    assertThat(protection.reason()).isEmpty();
  }

  @Test
  void limitsDutyAndTorque() {
    MotorProtection limited = new MotorProtection(limits(0.8, 1.0), true);
    duty[0] = 0.5;
    duty[1] = -1;
    state.motorVelocityRadPerSec[1] = -150;
    limited.limitDuties(duty, state);
    // 1 Nm takes 10 A, 1.86 V of 16 V at standstill.
    assertThat(duty[0]).isCloseTo(1.86 / 16, within(1e-12));
    assertThat(duty[1]).isEqualTo(0);
    assertThat(limited.count(ProtectionLimit.DUTY)).isEqualTo(1);
    assertThat(limited.count(ProtectionLimit.TORQUE)).isEqualTo(1);
    assertThat(limited.count(ProtectionLimit.VELOCITY)).isEqualTo(1);
    assertThat(limited.reason()).contains("FRONT_LEFT_R", "rad/s");
  }

  @Test
  void brakesButDoesNotAccelerateFastMotor() {
    state.motorVelocityRadPerSec[2] = 61;
    state.motorVelocityRadPerSec[3] = 61;
    duty[2] = 0.4;
    duty[3] = -0.4;
    protection.limitDuties(duty, state);
    assertThat(duty[2]).isZero();
    assertThat(duty[3]).isEqualTo(-0.4);
  }

  @Test
  void disablesOverloadedMotorUntilRearmed() {
    state.motorTorqueNm[4] = -2.5;
    run(1000);
    assertThat(protection.disabledMotors()).isZero();
    run(10);
    assertThat(protection.disabledMotors()).isEqualTo(1 << 4);
    assertThat(protection.reason()).contains("FRONT_RIGHT_L", "2.45");
    state.motorTorqueNm[4] = 0;
    run(3000);
    assertThat(protection.disabledMotors()).isEqualTo(1 << 4);
    protection.rearm();
    assertThat(protection.disabledMotors()).isZero();
  }

  @Test
  void toleratesShortOverload() {
    for (int i = 0; i < 10; i++) {
      state.motorTorqueNm[4] = 3;
      run(900);
      state.motorTorqueNm[4] = 1;
      run(10);
    }
    assertThat(protection.disabledMotors()).isZero();
  }

  @Test
  void disablesHotMotorUntilCool() {
    state.motorTemperatureCelsius[6] = 81;
    run(3);
    assertThat(protection.disabledMotors()).isEqualTo(1 << 6);
    state.motorTemperatureCelsius[6] = 75;
    run(3);
    assertThat(protection.disabledMotors()).isEqualTo(1 << 6);
    state.motorTemperatureCelsius[6] = 69;
    run(3);
    assertThat(protection.disabledMotors()).isZero();
  }

  @Test
  void estimatesUnmeasuredTemperature() {
    Arrays.fill(state.motorTemperatureCelsius, Double.NaN);
    // Below the overload limit, but 180 W.
    state.motorTorqueNm[1] = 2.44;
    run(20_000);
    assertThat(protection.disabledMotors()).isZero();
    run(60_000);
    assertThat(protection.disabledMotors()).isEqualTo(1 << 1);
    assertThat(protection.count(ProtectionLimit.TEMPERATURE)).isPositive();
  }

  @Test
  void estimatesTemperatureFromCommand() {
    Arrays.fill(state.motorTemperatureCelsius, Double.NaN);
    Arrays.fill(state.motorTorqueNm, Double.NaN);
    command.kp = 1;
    // Duty 0.4 at standstill: 34 A, 220 W.
    command.targetAngleRad[1] = 2.4;
    run(10_000);
    double celsius = protection.windingCelsius(1, Double.NaN);
    assertThat(celsius).isBetween(35.0, 50.0);
    assertThat(protection.windingCelsius(0, Double.NaN)).isCloseTo(22, within(0.1));
    run(60_000);
    assertThat(protection.disabledMotors()).isEqualTo(1 << 1);
  }

  @Test
  void usesHigherOfEstimateAndDriverTemperature() {
    MotorProtection driverProtection = new MotorProtection(MotorProtectionLimits.defaults(), false);
    assertThat(driverProtection.windingCelsius(0, 60)).isEqualTo(60);
    assertThat(driverProtection.windingCelsius(0, 15)).isEqualTo(ThermalModel.AMBIENT_CELSIUS);
    assertThat(protection.windingCelsius(0, 15)).isEqualTo(15);
  }

  @Test
  void detectsSmallerJumpsDuringSoftStart() {
    for (boolean softStart : new boolean[] {false, true}) {
      MotorProtection newProtection = new MotorProtection(MotorProtectionLimits.defaults(), true);
      state.motorAngleRad[3] = 2;
      assertThat(newProtection.check(state, command, softStart)).isNull();
      // Ten milliseconds, as on a Ghost board.
      state.encoderTimeNanos += 10 * MILLISECOND;
      state.motorAngleRad[3] = 3;
      assertThat(newProtection.check(state, command, softStart))
          .isEqualTo(softStart ? ProtectionLimit.ENCODER_JUMPED : null);
    }
  }

  @Test
  void detectsJumpAgainstMotionOfFallingLeg() {
    for (boolean jumps : new boolean[] {false, true}) {
      MotorProtection newProtection = new MotorProtection(MotorProtectionLimits.defaults(), true);
      state.motorAngleRad[3] = 2;
      newProtection.check(state, command, true);
      for (int sample = 0; sample < 3; sample++) {
        state.encoderTimeNanos += 10 * MILLISECOND;
        state.motorAngleRad[3] -= 0.3;
        assertThat(newProtection.check(state, command, true)).isNull();
      }
      state.encoderTimeNanos += 10 * MILLISECOND;
      state.motorAngleRad[3] += jumps ? 0.7 : 0;
      assertThat(newProtection.check(state, command, true))
          .isEqualTo(jumps ? ProtectionLimit.ENCODER_JUMPED : null);
    }
  }

  @Test
  void warnsOfLowBatteryAndStopsIfEmpty() {
    state.batteryVoltage = 9;
    assertThat(run(400)).isNull();
    state.batteryVoltage = 10.5;
    assertThat(run(400)).isNull();
    assertThat(protection.count(ProtectionLimit.BATTERY_LOW)).isPositive();
    assertThat(protection.reason()).contains("10.5 V");
    state.batteryVoltage = 9;
    assertThat(run(600)).isEqualTo(ProtectionLimit.BATTERY_EMPTY);
    state.batteryVoltage = Double.NaN;
    protection.rearm();
    assertThat(run(600)).isNull();
  }

  @Test
  void stopsIfEncoderJumpsOrIsNan() {
    run(5);
    state.motorAngleRad[7] = 2.6;
    assertThat(run(1)).isEqualTo(ProtectionLimit.ENCODER_JUMPED);
    assertThat(protection.reason()).contains("BACK_RIGHT_R", "jumped by 0.600", "to 2.600");
    assertThat(protection.disabledMotors()).isEqualTo(1 << 7);
    protection.rearm();
    assertThat(run(5)).isNull();
    state.motorAngleRad[7] = Double.NaN;
    assertThat(run(1)).isEqualTo(ProtectionLimit.ENCODER_IMPLAUSIBLE);
  }

  /**
   * A limit that acts at every sample does not hide the reason of a stop or of a disabled motor.
   */
  @Test
  void givesReasonOfStopAndDisabledMotorDuringLowBattery() {
    state.batteryVoltage = 10.5;
    run(600);
    assertThat(protection.stopReason()).isEmpty();
    state.motorTemperatureCelsius[6] = 81;
    run(1);
    state.motorTemperatureCelsius[6] = 75;
    run(1);
    assertThat(protection.disabledReason()).contains("BACK_RIGHT_L", "winding at 81");
    state.motorAngleRad[7] = 2.6;
    run(1);
    assertThat(protection.reason()).contains("battery");
    assertThat(protection.stopReason()).contains("BACK_RIGHT_R", "jumped by 0.600");
  }

  @Test
  void stopsIfEncoderJumpsAfterUnknownTime() {
    run(5);
    long knownNanos = state.encoderTimeNanos;
    state.encoderTimeNanos = BoardSample.NEVER;
    assertThat(protection.check(state, command, false)).isNull();
    state.encoderTimeNanos = knownNanos;
    assertThat(run(5)).isNull();
    state.motorAngleRad[7] = 2.6;
    assertThat(run(1)).isEqualTo(ProtectionLimit.ENCODER_JUMPED);
  }

  @Test
  void stopsIfEncoderIsStuck() {
    for (int i = 0; i <= 150; i++) {
      command.targetAngleRad[3] = 2 + 0.002 * i;
      assertThat(run(1)).isNull();
    }
    command.targetAngleRad[3] = 2.31;
    assertThat(run(245)).isNull();
    assertThat(run(10)).isEqualTo(ProtectionLimit.ENCODER_STUCK);
    assertThat(protection.reason()).contains("BACK_LEFT_R");
  }

  /** A motor that stood still, with bit-identical angles, gets a new target. */
  @Test
  void allowsIdleMotorTimeToMove() {
    assertThat(run(2000)).isNull();
    command.targetAngleRad[3] = 2.5;
    assertThat(run(200)).isNull();
    state.motorAngleRad[3] += 0.01;
    assertThat(run(200)).isNull();
  }

  @Test
  void rejectsAngleOutsideRangeAndLargeChangeWithinLongInterval() {
    state.motorAngleRad[1] = 6.4;
    assertThat(run(1)).isEqualTo(ProtectionLimit.ENCODER_IMPLAUSIBLE);
    protection.rearm();
    state.motorAngleRad[1] = -1;
    state.encoderTimeNanos += 1_000 * MILLISECOND;
    assertThat(run(1)).as("unknown motion in a long gap").isNull();
    // An unloaded motor turns 1.5 rad in the 9 ms beyond the first, and 0.5 rad are tolerated.
    state.encoderTimeNanos += 9 * MILLISECOND;
    state.motorAngleRad[1] += 1.9;
    assertThat(run(1)).isNull();
    state.encoderTimeNanos += 9 * MILLISECOND;
    state.motorAngleRad[1] += 2.1;
    assertThat(run(1)).isEqualTo(ProtectionLimit.ENCODER_JUMPED);
  }

  @Test
  void longGapDoesNotCountAsOverload() {
    state.motorTorqueNm[4] = 3;
    run(500);
    state.encoderTimeNanos += 600 * MILLISECOND;
    run(400);
    assertThat(protection.disabledMotors()).isZero();
  }

  @Test
  void rearmRestartsEveryTimer() {
    state.batteryVoltage = 9;
    state.motorTorqueNm[4] = 3;
    command.targetAngleRad[3] = 2.4;
    run(1);
    command.targetAngleRad[3] = 2;
    for (int i = 0; i < 10; i++) {
      assertThat(run(240)).isNull();
      protection.rearm();
    }
    assertThat(protection.disabledMotors()).isZero();
    assertThat(run(260)).isEqualTo(ProtectionLimit.ENCODER_STUCK);
    assertThat(protection.disabledMotors()).isEqualTo(1 << 3);
    protection.rearm();
    assertThat(protection.disabledMotors()).isZero();
  }

  @Test
  void repeatedSampleDoesNotRestartTimers() {
    run(1);
    command.targetAngleRad[3] = 2.5;
    for (int i = 0; i < 200; i++) {
      run(1);
      assertThat(protection.check(state, command, false)).isNull();
    }
    assertThat(run(60)).isEqualTo(ProtectionLimit.ENCODER_STUCK);
  }

  @Test
  void motorThatTurnsAtItsNoLoadSpeedStaysCold() {
    Arrays.fill(state.motorTemperatureCelsius, Double.NaN);
    Arrays.fill(state.motorTorqueNm, Double.NaN);
    command.kp = 1;
    command.targetAngleRad[1] = 2.4;
    // Back-EMF equals the 6.4 V of a duty of 0.4.
    state.motorVelocityRadPerSec[1] = 6.4 / TorqueCurve.BACK_EMF;
    run(10_000);
    assertThat(protection.windingCelsius(1, Double.NaN)).isCloseTo(22, within(0.1));
  }

  @Test
  void toleratesShortVoltageDrops() {
    for (int i = 0; i < 10; i++) {
      state.batteryVoltage = 9;
      run(300);
      state.batteryVoltage = 16;
      run(100);
    }
    assertThat(protection.isStopped()).isFalse();
    assertThat(protection.count(ProtectionLimit.BATTERY_LOW)).isZero();
  }

  @Test
  void firstImplausibleEncoderIsTheReasonAndAllAreDisabled() {
    run(5);
    state.motorAngleRad[7] = 2.6;
    run(1);
    state.motorAngleRad[3] = Double.NaN;
    run(5);
    assertThat(protection.stopReason()).contains("BACK_RIGHT_R", "jumped by 0.600");
    assertThat(protection.disabledMotors()).isEqualTo(1 << 7 | 1 << 3);
    assertThat(protection.count(ProtectionLimit.ENCODER_IMPLAUSIBLE)).isZero();
  }

  @Test
  void dampedMotorMayStandStill() {
    run(1);
    command.targetAngleRad[3] = 2.5;
    run(200);
    command.mode = MotorCommand.Mode.DAMPING;
    assertThat(run(2000)).isNull();
  }

  private ProtectionLimit run(int milliseconds) {
    ProtectionLimit stop = null;
    for (int i = 0; i < milliseconds; i++) {
      state.encoderTimeNanos += MILLISECOND;
      stop = protection.check(state, command, false);
    }
    return stop;
  }

  private static MotorProtectionLimits limits(double duty, double torque) {
    return MotorProtectionLimits.defaults().with(new MotorProtectionLimits.Drive(duty, torque, 60));
  }
}
