package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.imu.ImuTransform;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.MotorProtectionLimits;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.MoteusCodec;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.serial.SerialStatus;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.RawState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the host's {@code BoardLoop} against the emulated board on a simulated clock. */
class BoardLoopTest {
  private final TestBench bench = new TestBench();

  @Test
  void reportsRobotState() {
    bench.run(50);
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    for (Motor motor : Motor.values()) {
      assertThat(bench.state.motorAngleRad[motor.ordinal()])
          .isCloseTo(bench.angle(motor), within(1e-6));
    }
    assertThat(bench.state.batteryVoltage).isCloseTo(16, within(1e-3));
    assertThat(bench.state.encoderTimeNanos).isEqualTo(bench.nanos());
    assertThat(bench.loop.status().counts().lost()).isZero();
    assertThat(bench.loop.roundTrip().percentiles().count()).isGreaterThan(10);
    assertThat(bench.loop.roundTrip().percentiles().maxNanos()).isBetween(900_000L, 2_100_000L);
  }

  @Test
  void doesNotDriveUntilArmed() {
    bench.sendsCommands = true;
    bench.run(500);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
  }

  @Test
  void rejectsTorqueWithoutCalibration() {
    TestBench uncalibrated =
        new TestBench(
            new LinkBoardProtocol(), new MinitaurLinkCodec(), SerialRobotSettings.defaults());
    uncalibrated.run(20);
    uncalibrated.arm();
    uncalibrated.run(100);
    assertThat(uncalibrated.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(uncalibrated.loop.status().reason()).contains("calibrat");
    assertThat(uncalibrated.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void standsUpSlowlyFromAnyLegPose() {
    // With torque disabled the robot sinks until its legs are far outside their range.
    bench.run(600);
    assertThat(bench.angle(Motor.FRONT_LEFT_R)).isLessThan(-1);
    bench.arm();
    double maxTorque = 0;
    double maxSpeed = 0;
    for (int i = 0; i < 3000; i++) {
      double[] last = bench.robot.groundTruth().motorAngle.clone();
      bench.tick();
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double angle = bench.robot.groundTruth().motorAngle[motor];
        maxSpeed = Math.max(maxSpeed, Math.abs(angle - last[motor]) * 1000);
        if (i < 300) {
          maxTorque = Math.max(maxTorque, Math.abs(bench.state.motorTorqueNm[motor]));
        }
      }
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.STANDING);
    assertThat(maxTorque).isLessThan(1.5);
    // Legs outside their range return at 3 rad/s; a higher speed is a slipping foot.
    assertThat(maxSpeed).isLessThan(10);
    assertThat(bench.robot.groundTruth().position[2]).isBetween(0.24, 0.28);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(2.0, within(0.4));
    }
  }

  @Test
  void rejectsArmingOnSide() {
    bench.run(20);
    bench.robot.groundTruth().quaternion[0] = Math.cos(0.75);
    bench.robot.groundTruth().quaternion[1] = Math.sin(0.75);
    bench.run(2);
    bench.arm();
    bench.run(5);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("belly");
  }

  @Test
  void reportsActiveLimit() {
    bench.armAndFollow();
    Arrays.fill(bench.command.targetAngleRad, 3.2);
    bench.run(25);
    assertThat(bench.loop.status().limitedBy()).contains("must sum to");
  }

  @Test
  void followsCommands() {
    bench.armAndFollow();
    Arrays.fill(bench.command.targetAngleRad, 1.7);
    bench.run(500);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(1.7, within(0.25));
    }
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DUTY);
  }

  @Test
  void dampsThenDisablesTorqueWithoutCommands() {
    bench.armAndFollow();
    bench.sendsCommands = false;
    int milliseconds = 0;
    while (bench.board.mode() == BoardCommand.Mode.DUTY) {
      bench.tick();
      milliseconds++;
    }
    // The last command may be up to 20 ms old at this point.
    assertThat(milliseconds).isBetween(80, 103);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
    bench.run(1100);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    bench.sendsCommands = true;
    bench.run(500);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  /** The controller hangs while the robot is armed. */
  @Test
  void dampsThenDisablesTorqueWithoutFirstCommand() {
    bench.run(20);
    bench.arm();
    bench.run(4100);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
    assertThat(bench.loop.status().reason()).contains("no command after the soft start");
    bench.run(1000);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    assertThat(bench.permit.endReason()).contains("no command after the soft start");
  }

  @Test
  void disconnectsFiftyMillisAfterLastState() {
    bench.armAndFollow();
    bench.board.setTxDisabled(true);
    int milliseconds = 0;
    while (bench.state.connected) {
      bench.tick();
      milliseconds++;
    }
    assertThat(milliseconds).isEqualTo(51);
    assertThat(bench.phase()).isEqualTo(ArmPhase.UNCONNECTED);
    RawState raw = new RawState();
    bench.loop.readRaw(raw);
    assertThat(raw.isKnown()).isFalse();
    assertThat(bench.loop.issuePermit().revocationReason()).contains("link lost");
    bench.board.setTxDisabled(false);
    bench.run(500);
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void boardDampsThenDisablesTorqueWithoutHost() {
    bench.armAndFollow();
    long start = bench.robot.timeNanos();
    while (bench.board.mode() == BoardCommand.Mode.DUTY) {
      bench.board.advanceTo(bench.robot.timeNanos() + TestBench.MILLISECOND);
    }
    assertThat(bench.robot.timeNanos() - start).isLessThanOrEqualTo(101 * TestBench.MILLISECOND);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
    bench.board.advanceTo(bench.robot.timeNanos() + 600 * TestBench.MILLISECOND);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void requiresArmingAfterReconnect() {
    bench.armAndFollow();
    bench.line.disconnect();
    bench.run(5);
    assertThat(bench.state.connected).isFalse();
    assertThat(bench.phase()).isEqualTo(ArmPhase.UNCONNECTED);
    bench.run(1000);
    assertThat(bench.loop.status().problem()).contains("no such port");
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    bench.line.reconnect();
    bench.run(700);
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().counts().opened()).isEqualTo(2);
    assertThat(bench.loop.status().counts().lost()).isZero();
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    bench.armAndFollow();
    assertThat(bench.board.isTorqueEnabled()).isTrue();
  }

  @Test
  void stopsAfterBoardReboot() {
    bench.armAndFollow();
    bench.board.reboot();
    bench.run(100);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("restarted");
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.state.encoderTimeNanos).isEqualTo(bench.nanos());
    bench.armAndFollow();
  }

  @Test
  void keepsFollowingOnFaultyLinkAndCountsLosses() {
    bench.armAndFollow();
    bench.faultyLink.setFaults(new LineFaults(2e-4, 2e-4, 2e-4, 0.02, 0.05));
    bench.run(5000);
    SerialStatus status = bench.loop.status();
    assertThat(status.phase()).isEqualTo(ArmPhase.FOLLOWING);
    assertThat(status.counts().lost()).isBetween(50L, 1000L);
    assertThat(status.counts().damaged()).isBetween(50L, 2000L);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(2.0, within(0.25));
    }
  }

  @Test
  void stopsOnImplausibleEncoder() {
    bench.armAndFollow();
    bench.board.randomizeEncoder(Motor.BACK_LEFT_R);
    bench.run(5);
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("BACK_LEFT_R", "encoder");
    bench.run(1200);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void tellsSilentEncodersFromLostLink() {
    bench.armAndFollow();
    bench.board.setEncodersDisabled(true);
    bench.run(100);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    assertThat(bench.permit.revocationReason()).contains("frames arrive", "encoders");
    bench.board.clearFaults();
    bench.run(1000);
    bench.armAndFollow();
    bench.board.setTxDisabled(true);
    bench.run(100);
    assertThat(bench.permit.revocationReason()).isEqualTo("link lost: no frame for 50 ms");
  }

  @Test
  void stopsOnImplausibleEncoderAfterUnknownEncoderTime() {
    bench.armAndFollow();
    bench.board.setEncodersDisabled(true);
    bench.run(100);
    assertThat(bench.phase()).isEqualTo(ArmPhase.UNCONNECTED);
    bench.board.clearFaults();
    bench.run(1000);
    bench.armAndFollow();
    bench.board.randomizeEncoder(Motor.BACK_LEFT_R);
    bench.run(5);
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("BACK_LEFT_R", "encoder");
  }

  @Test
  void stopsOnFrozenEncoder() {
    bench.armAndFollow();
    bench.board.freezeEncoder(Motor.FRONT_RIGHT_L);
    for (int i = 0; i < 30 && bench.phase() == ArmPhase.FOLLOWING; i++) {
      Arrays.fill(bench.command.targetAngleRad, 2.0 + 0.2 * Math.sin(i * 0.5));
      bench.run(20);
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("FRONT_RIGHT_L", "stays");
  }

  @Test
  void reportsLostImuAsNaN() {
    bench.armAndFollow();
    assertThat(bench.state.pitchRad).isFinite();
    bench.board.setImuDisabled(true);
    bench.run(49);
    assertThat(bench.state.pitchRad).isFinite();
    bench.run(3);
    assertThat(bench.state.pitchRad).isNaN();
    assertThat(bench.state.angularVelocityYRadPerSec).isNaN();
    RawState raw = new RawState();
    bench.loop.readRaw(raw);
    assertThat(raw.imuPitchRad).isNaN();
    assertThat(raw.encoderAngleRad[0]).isFinite();
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.state.motorAngleRad[0]).isFinite();
    bench.board.clearFaults();
    bench.run(2);
    assertThat(bench.state.pitchRad).isFinite();
  }

  @Test
  void reportsProtocolVersionMismatch() {
    TestBench otherVersion =
        new TestBench(new LinkBoardProtocol(2), new MinitaurLinkCodec(), TestBench.testSettings());
    otherVersion.run(1200);
    assertThat(otherVersion.state.connected).isFalse();
    assertThat(otherVersion.loop.status().problem()).contains("version 2", "version 1");
  }

  @Test
  void reportsPossibleBaudRateMismatch() {
    bench.faultyLink.setFaults(new LineFaults(0, 0.3, 0.9, 0, 0));
    bench.run(1200);
    assertThat(bench.state.connected).isFalse();
    assertThat(bench.loop.status().problem()).contains("2000000 baud");
  }

  @Test
  void disconnectsPortThatAcceptsNoBytes() {
    bench.armAndFollow();
    bench.line.setBlocked(true);
    bench.run(60);
    assertThat(bench.phase()).isEqualTo(ArmPhase.UNCONNECTED);
    assertThat(bench.loop.status().reason()).contains("link lost", "accepts no bytes");
    assertThat(bench.permit.revocationReason()).contains("accepts no bytes");
    bench.line.setBlocked(false);
    bench.run(700);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("not armed", "accepts no bytes");
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void acceptsPermitOnlyOnce() {
    bench.armAndFollow();
    ArmPermit used = bench.permit;
    bench.loop.requestStop("stopped by the operator");
    bench.run(1200);
    assertThat(used.endReason()).isEqualTo("stopped by the operator");
    assertThat(used.revocationReason()).isNull();
    bench.loop.requestArm(used);
    bench.run(50);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    bench.loop.requestArm(new ArmAuthority().issue());
    bench.run(50);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void stopRevokesUnusedPermit() {
    bench.run(20);
    ArmPermit permit = bench.loop.issuePermit();
    bench.loop.requestStop("stopped by the operator");
    bench.run(1);
    assertThat(permit.revocationReason()).isEqualTo("stopped by the operator");
    bench.loop.requestArm(permit);
    bench.run(50);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    assertThat(bench.loop.status().reason()).doesNotContain("already used");
  }

  @Test
  void stopPrecedesArmRequestOfSameTick() {
    bench.armAndFollow();
    bench.sendsCommands = false;
    bench.command.mode = MotorCommand.Mode.OFF;
    bench.loop.write(bench.command, bench.nanos());
    bench.arm();
    bench.loop.requestStop("stopped by the operator");
    bench.run(50);
    assertThat(bench.permit.revocationReason()).isEqualTo("stopped by the operator");
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void limitsDuties() {
    MotorProtectionLimits limits =
        MotorProtectionLimits.defaults().with(new MotorProtectionLimits.Drive(0.05, 3.5, 60));
    TestBench limited =
        new TestBench(
            new LinkBoardProtocol(), new MinitaurLinkCodec(), TestBench.testSettings(limits));
    limited.run(20);
    limited.arm();
    limited.run(500);
    assertThat(limited.loop.status().limitedBy()).contains("duty", "beyond 0.050");
  }

  @Test
  void rejectsArmingOnNose() {
    bench.run(20);
    bench.robot.groundTruth().quaternion[0] = Math.cos(0.6);
    bench.robot.groundTruth().quaternion[2] = Math.sin(0.6);
    bench.run(2);
    bench.arm();
    bench.run(5);
    assertThat(bench.permit.revocationReason()).contains("belly");
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void everySoftStartBeginsAtCurrentAngles() {
    bench.armAndFollow();
    bench.sendsCommands = false;
    bench.run(2500);
    assertThat(bench.angle(Motor.FRONT_LEFT_R)).isLessThan(0);
    bench.arm();
    for (int i = 0; i < 300; i++) {
      bench.tick();
      for (double torque : bench.state.motorTorqueNm) {
        assertThat(Math.abs(torque)).isLessThan(1.5);
      }
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.STARTING);
  }

  @Test
  void faultDuringSoftStartSwitchesOffWithoutDamping() {
    bench.run(20);
    bench.arm();
    bench.run(500);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DUTY);
    bench.board.randomizeEncoder(Motor.BACK_LEFT_R);
    bench.run(3);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.OFF);
    assertThat(bench.permit.endReason()).contains("BACK_LEFT_R");
  }

  @Test
  void commandOfTickThatSeesImplausibleEncoderDamps() {
    bench.armAndFollow();
    bench.board.offsetEncoder(Motor.BACK_LEFT_R, 1);
    bench.tick();
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    bench.tick();
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
    assertThat(bench.board.disabledMotors()).isEqualTo(1 << Motor.BACK_LEFT_R.ordinal());
    // A permit for the time after the stop does not enable the motor.
    bench.loop.issuePermit();
    bench.run(50);
    assertThat(bench.board.disabledMotors()).isEqualTo(1 << Motor.BACK_LEFT_R.ordinal());
    bench.board.clearFaults();
    bench.run(1100);
    bench.armAndFollow();
    assertThat(bench.board.disabledMotors()).isZero();
  }

  @Test
  void stopsWhenBoardReceivesNoCommands() {
    bench.armAndFollow();
    bench.board.setRxDisabled(true);
    bench.run(105);
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("watchdog tripped");
  }

  @Test
  void faultRevokesUnusedPermitAndIsReported() {
    bench.run(20);
    ArmPermit permit = bench.loop.issuePermit();
    bench.board.reboot();
    bench.run(5);
    assertThat(permit.revocationReason()).contains("restarted");
    assertThat(bench.loop.status().reason()).contains("restarted");
  }

  @Test
  void rebootThatChangesEncoderZeroIsNotMotion() {
    bench.run(50);
    bench.board.reboot();
    bench.board.offsetEncoder(Motor.BACK_LEFT_R, 1);
    bench.run(1);
    assertThat(Math.abs(bench.state.motorVelocityRadPerSec[Motor.BACK_LEFT_R.ordinal()]))
        .isLessThan(1);
  }

  @Test
  void abortBeforeConnectionReportsFailure() {
    bench.loop.abort(bench.nanos());
    assertThat(bench.loop.status().reason()).contains("restart the program");
  }

  /** Every second motor turns in the opposite direction, and all zeros are wrong by 0.3 rad. */
  @Test
  void appliesJointMapToDutiesAndTargets() {
    int[] sign = {1, -1, 1, -1, 1, -1, 1, -1};
    double[] zero = {0.3, 4.3, 0.3, 4.3, 0.3, 4.3, 0.3, 4.3};
    RobotCalibration calibration =
        new RobotCalibration(new JointMap(sign, zero), ImuTransform.IDENTITY);
    for (TestBench calibrated :
        new TestBench[] {
          new TestBench(
              new LinkBoardProtocol(),
              new MinitaurLinkCodec(),
              calibration,
              SerialRobotSettings.defaults()),
          new TestBench(
              new MoteusBoardProtocol(50, 1),
              new MoteusCodec(50, 1, 3.5),
              calibration,
              SerialRobotSettings.defaults())
        }) {
      calibrated.armAndFollow();
      for (Motor motor : Motor.values()) {
        assertThat(calibrated.state.motorAngleRad[motor.ordinal()]).isCloseTo(2, within(0.25));
        assertThat(calibrated.angle(motor)).isCloseTo(2.3, within(0.25));
      }
    }
  }

  @Test
  void appliesImuMountingBeforeTiltCheck() {
    // An IMU reading of level means that the trunk lies on its side.
    double misalignmentRad = Math.toRadians(50);
    TestBench misaligned =
        new TestBench(
            new LinkBoardProtocol(),
            new MinitaurLinkCodec(),
            new RobotCalibration(
                JointMap.identity(),
                ImuTransform.of("+x +y +z", misalignmentRad, 0, 0, 1, 1, 0, 0)),
            TestBench.testSettings());
    misaligned.run(20);
    assertThat(Math.abs(misaligned.state.rollRad)).isCloseTo(misalignmentRad, within(0.01));
    misaligned.arm();
    misaligned.run(10);
    assertThat(misaligned.permit.revocationReason()).contains("belly");
    assertThat(misaligned.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void reportsSilentBoard() {
    bench.board.setTxDisabled(true);
    bench.run(1200);
    assertThat(bench.loop.status().problem()).contains("no data arrives", "switched on");
  }

  @Test
  void dampsOnOperatorStop() {
    bench.armAndFollow();
    bench.loop.requestStop("stopped by the operator");
    bench.run(3);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
    bench.run(1100);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
  }

  @Test
  void offCommandDisablesTorqueWithoutDamping() {
    bench.armAndFollow();
    bench.command.mode = MotorCommand.Mode.OFF;
    bench.run(25);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    bench.sendsCommands = false;
    bench.run(150);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
  }

  /** The controller forbids torque after a fault, and then disarms the robot. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60})
  void stopAfterOffCommandDoesNotDamp(int millisecondsBetween) {
    bench.armAndFollow();
    bench.sendsCommands = false;
    bench.command.mode = MotorCommand.Mode.OFF;
    bench.loop.write(bench.command, bench.nanos());
    bench.run(millisecondsBetween);
    bench.loop.requestStop("disarmed by the controller");
    bench.tick();
    for (int i = 0; i < 100; i++) {
      bench.tick();
      assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.OFF);
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
  }

  @Test
  void offCommandEndsPermit() {
    bench.armAndFollow();
    bench.command.mode = MotorCommand.Mode.OFF;
    bench.run(25);
    bench.command.mode = MotorCommand.Mode.POSITION;
    bench.run(100);
    assertThat(bench.board.isTorqueEnabled()).isFalse();
    assertThat(bench.permit.endReason()).contains("switched off by the controller");
  }

  @Test
  void tickDoesNotAllocate() {
    bench.armAndFollow();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int i = 0; i < 20_000; i++) {
      bench.tick();
      bench.loop.write(bench.command, bench.nanos());
      long before = threads.getCurrentThreadAllocatedBytes();
      bench.loop.tick(bench.nanos());
      bench.loop.read(bench.state);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }
}
