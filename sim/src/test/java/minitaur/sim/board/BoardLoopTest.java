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
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.serial.SerialStatus;
import minitaur.hal.wire.BoardCommand;
import org.junit.jupiter.api.Test;

/** The host's loop against the emulated board, byte by byte, on a simulated clock. */
class BoardLoopTest {
  private final Bench bench = new Bench();

  @Test
  void readsTheRobotAsItIs() {
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
    assertThat(bench.loop.roundTrip().percentiles().maximumNanos()).isBetween(900_000L, 2_100_000L);
  }

  @Test
  void drivesNothingBeforeTheOperatorSaysSo() {
    bench.commanding = true;
    bench.run(500);
    assertThat(bench.board.isDriving()).isFalse();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
  }

  @Test
  void rejectsTorqueWithoutCalibration() {
    Bench raw =
        new Bench(new LinkBoardProtocol(), new MinitaurLinkCodec(), SerialRobotSettings.defaults());
    raw.run(20);
    raw.arm();
    raw.run(100);
    assertThat(raw.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(raw.loop.status().reason()).contains("calibrat");
    assertThat(raw.board.isDriving()).isFalse();
  }

  @Test
  void standsUpSoftlyFromWhereverTheLegsAre() {
    // The motors are off: the robot sinks down, its legs far outside their range.
    bench.run(600);
    assertThat(bench.angle(Motor.FRONT_LEFT_R)).isLessThan(-1);
    bench.arm();
    double strongest = 0;
    double fastest = 0;
    for (int i = 0; i < 3000; i++) {
      double[] last = bench.robot.truth().motorAngle.clone();
      bench.tick();
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double angle = bench.robot.truth().motorAngle[motor];
        fastest = Math.max(fastest, Math.abs(angle - last[motor]) * 1000);
        if (i < 300) {
          strongest = Math.max(strongest, Math.abs(bench.state.motorTorqueNm[motor]));
        }
      }
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.STANDING);
    assertThat(strongest).isLessThan(1.5);
    // Legs outside their range go back at 3 rad/s; more is a foot that slips.
    assertThat(fastest).isLessThan(10);
    assertThat(bench.robot.truth().position[2]).isBetween(0.24, 0.28);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(2.0, within(0.4));
    }
  }

  @Test
  void rejectsToArmARobotThatLiesOnItsSide() {
    bench.run(20);
    bench.robot.truth().quaternion[0] = Math.cos(0.75);
    bench.robot.truth().quaternion[1] = Math.sin(0.75);
    bench.run(2);
    bench.arm();
    bench.run(5);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("belly");
  }

  @Test
  void saysWhichLimitActed() {
    bench.follow();
    Arrays.fill(bench.command.targetAngleRad, 3.2);
    bench.run(25);
    assertThat(bench.loop.status().limitedBy()).contains("must sum to");
  }

  @Test
  void followsCommands() {
    bench.follow();
    Arrays.fill(bench.command.targetAngleRad, 1.7);
    bench.run(500);
    for (Motor motor : Motor.values()) {
      assertThat(bench.angle(motor)).isCloseTo(1.7, within(0.25));
    }
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DUTY);
  }

  @Test
  void dampsThenCutsWhenTheControllerIsSilent() {
    bench.follow();
    bench.commanding = false;
    int milliseconds = 0;
    while (bench.board.mode() == BoardCommand.Mode.DUTY) {
      bench.tick();
      milliseconds++;
    }
    // The last command may have come up to 20 ms before the silence was noticed here.
    assertThat(milliseconds).isBetween(80, 103);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
    bench.run(1100);
    assertThat(bench.board.isDriving()).isFalse();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    bench.commanding = true;
    bench.run(500);
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void losesTheLinkFiftyMillisecondsAfterTheBoardFellSilent() {
    bench.follow();
    bench.board.setSilent(true);
    int milliseconds = 0;
    while (bench.state.connected) {
      bench.tick();
      milliseconds++;
    }
    assertThat(milliseconds).isEqualTo(51);
    assertThat(bench.phase()).isEqualTo(ArmPhase.UNCONNECTED);
    bench.board.setSilent(false);
    bench.run(500);
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void boardDampsThenCutsByItselfWhenTheHostIsSilent() {
    bench.follow();
    long start = bench.robot.timeNanos();
    while (bench.board.mode() == BoardCommand.Mode.DUTY) {
      bench.board.advanceTo(bench.robot.timeNanos() + Bench.MILLISECOND);
    }
    assertThat(bench.robot.timeNanos() - start).isLessThanOrEqualTo(101 * Bench.MILLISECOND);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
    bench.board.advanceTo(bench.robot.timeNanos() + 600 * Bench.MILLISECOND);
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void survivesUnpluggingAndMovesAgainOnlyWhenArmedAgain() {
    bench.follow();
    bench.line.unplug();
    bench.run(5);
    assertThat(bench.state.connected).isFalse();
    assertThat(bench.phase()).isEqualTo(ArmPhase.UNCONNECTED);
    bench.run(1000);
    assertThat(bench.loop.status().problem()).contains("no such port");
    assertThat(bench.board.isDriving()).isFalse();
    bench.line.plugIn();
    bench.run(700);
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().counts().opened()).isEqualTo(2);
    assertThat(bench.board.isDriving()).isFalse();
    bench.follow();
    assertThat(bench.board.isDriving()).isTrue();
  }

  @Test
  void stopsWhenTheBoardWasStartedAgain() {
    bench.follow();
    bench.board.reboot();
    bench.run(100);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("restarted");
    assertThat(bench.board.isDriving()).isFalse();
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.state.encoderTimeNanos).isEqualTo(bench.nanos());
    bench.follow();
  }

  @Test
  void keepsFollowingOnABadLineAndCountsWhatIsLost() {
    bench.follow();
    bench.faulty.setFaults(new LineFaults(2e-4, 2e-4, 2e-4, 0.02, 0.05));
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
  void stopsForAnEncoderThatSaysNonsense() {
    bench.follow();
    bench.board.confuseEncoder(Motor.BACK_LEFT_R);
    bench.run(5);
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("BACK_LEFT_R", "encoder");
    bench.run(1200);
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void stopsForAnEncoderThatIsStuck() {
    bench.follow();
    bench.board.stickEncoder(Motor.FRONT_RIGHT_L);
    for (int i = 0; i < 30 && bench.phase() == ArmPhase.FOLLOWING; i++) {
      Arrays.fill(bench.command.targetAngleRad, 2.0 + 0.2 * Math.sin(i * 0.5));
      bench.run(20);
    }
    assertThat(bench.phase()).isEqualTo(ArmPhase.STOPPING);
    assertThat(bench.loop.status().reason()).contains("FRONT_RIGHT_L", "stays");
  }

  @Test
  void saysThatTheInertialUnitIsSilent() {
    bench.follow();
    assertThat(bench.state.pitchRad).isFinite();
    bench.board.setInertialSilent(true);
    bench.run(49);
    assertThat(bench.state.pitchRad).isFinite();
    bench.run(3);
    assertThat(bench.state.pitchRad).isNaN();
    assertThat(bench.state.angularVelocityYRadPerSec).isNaN();
    assertThat(bench.state.connected).isTrue();
    assertThat(bench.state.motorAngleRad[0]).isFinite();
    bench.board.clearFaults();
    bench.run(2);
    assertThat(bench.state.pitchRad).isFinite();
  }

  @Test
  void saysThatTheBoardSpeaksAnotherVersion() {
    Bench foreign =
        new Bench(new LinkBoardProtocol(2), new MinitaurLinkCodec(), Bench.calibrated());
    foreign.run(1200);
    assertThat(foreign.state.connected).isFalse();
    assertThat(foreign.loop.status().problem()).contains("version 2", "version 1");
  }

  @Test
  void saysThatTheBaudRateMayBeWrong() {
    bench.faulty.setFaults(new LineFaults(0, 0.3, 0.9, 0, 0));
    bench.run(1200);
    assertThat(bench.state.connected).isFalse();
    assertThat(bench.loop.status().problem()).contains("2000000 baud");
  }

  @Test
  void givesUpAPortThatAcceptsNoBytes() {
    bench.follow();
    bench.line.setFull(true);
    bench.run(60);
    assertThat(bench.phase()).isEqualTo(ArmPhase.UNCONNECTED);
    assertThat(bench.loop.status().reason()).contains("link lost", "accepts no bytes");
    assertThat(bench.permit.revocation()).contains("accepts no bytes");
    bench.line.setFull(false);
    bench.run(700);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.loop.status().reason()).contains("not armed", "accepts no bytes");
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void usesAPermitOnce() {
    bench.follow();
    ArmPermit used = bench.permit;
    bench.loop.requestStop("stopped by the operator");
    bench.run(1200);
    assertThat(used.end()).isEqualTo("stopped by the operator");
    assertThat(used.revocation()).isNull();
    bench.loop.requestArm(used);
    bench.run(50);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    bench.loop.requestArm(new ArmAuthority().issue());
    bench.run(50);
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void appliesTheMountingOfTheImuBeforeTheTiltIsChecked() {
    // What the IMU reports as level is a trunk that lies on its side.
    double askew = Math.toRadians(50);
    Bench level =
        new Bench(
            new LinkBoardProtocol(),
            new MinitaurLinkCodec(),
            new RobotCalibration(
                JointMap.identity(), InertialMap.of("+x +y +z", askew, 0, 0, 1, 1, 0, 0)),
            Bench.calibrated());
    level.run(20);
    assertThat(Math.abs(level.state.rollRad)).isCloseTo(askew, within(0.01));
    level.arm();
    level.run(10);
    assertThat(level.permit.revocation()).contains("belly");
    assertThat(level.board.isDriving()).isFalse();
  }

  @Test
  void saysThatTheBoardIsSilent() {
    bench.board.setSilent(true);
    bench.run(1200);
    assertThat(bench.loop.status().problem()).contains("no data arrives", "switched on");
  }

  @Test
  void letsTheOperatorStopSoftly() {
    bench.follow();
    bench.loop.requestStop("stopped by the operator");
    bench.run(3);
    assertThat(bench.board.mode()).isEqualTo(BoardCommand.Mode.DAMPING);
    bench.run(1100);
    assertThat(bench.board.isDriving()).isFalse();
  }

  @Test
  void goesOffWithoutDampingAfterAnOffCommand() {
    bench.follow();
    bench.command.mode = MotorCommand.Mode.OFF;
    bench.run(25);
    assertThat(bench.board.isDriving()).isFalse();
    bench.commanding = false;
    bench.run(150);
    assertThat(bench.board.isDriving()).isFalse();
    assertThat(bench.phase()).isEqualTo(ArmPhase.IDLE);
  }

  @Test
  void allocatesNothingInATick() {
    bench.follow();
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
