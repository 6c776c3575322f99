package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.calibration.Calibration;
import minitaur.calibration.Identification;
import minitaur.calibration.identify.IdentificationProcedure;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.motor.VelocityEstimator;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.BoardLoop;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.wire.RawState;
import minitaur.sim.RobotHandler;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.board.AutoReset;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.HandlingCommand;
import minitaur.sim.board.InMemorySerialLine;
import minitaur.sim.board.ScriptedOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests identification through the wire format and position loop of a host, in simulated time. */
@Tag("timing")
class BoardIdentificationTest {
  private static final long SEED = 7;
  private static final long STEP_NANOS = 1_000_000;

  private final RandomizedRobot randomizedRobot =
      RandomizedRobot.behindBoard(SEED, profile -> profile);
  private final Calibration groundTruth = randomizedRobot.groundTruth("minitaur", "");
  private final SimulatedRobot robot = randomizedRobot.robot();
  private final InMemorySerialLine line = new InMemorySerialLine();
  private final EmulatedBoard board =
      new EmulatedBoard(robot, BoardCodecs.boardProtocol(Board.MINITAUR_LINK), line.board(), SEED);
  private final ScriptedOperator operator =
      new ScriptedOperator(new AutoReset(STEP_NANOS), false, new RobotHandler(robot, 1, SEED));
  private final Host host = new Host();

  /** Position loop of the host; the time of the board advances with its time. */
  private final class Host implements Robot, Clock {
    private final BoardLoop loop;
    private long nowNanos;
    private long stalledUntilNanos;
    private boolean boardOff;

    Host() {
      try {
        loop =
            new BoardLoop(
                new SerialRobot.Connection(
                    line,
                    0,
                    BoardCodecs.hostCodec(Board.MINITAUR_LINK),
                    groundTruth.toRobotCalibration(),
                    SerialRobotSettings.defaults()));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public long nanos() {
      return nowNanos;
    }

    @Override
    public void waitUntil(long timeNanos) {
      while (nowNanos < Math.max(timeNanos, stalledUntilNanos)) {
        nowNanos += STEP_NANOS;
        if (!boardOff) {
          board.advanceTo(nowNanos);
        }
        operator.accept(board);
        loop.tick(nowNanos);
      }
    }

    @Override
    public void read(RobotState state) {
      loop.read(state);
    }

    @Override
    public void write(MotorCommand command) {
      loop.write(command, nowNanos);
    }

    @Override
    public void close() {}
  }

  /** Puts the robot on its stand and arms it; sometimes delays the thread of the procedure. */
  private final class ArmingOperator implements Prompts {
    private int callCount;

    @Override
    public void confirm(Instruction instruction) {
      var standing = operator.submit(new HandlingCommand.Stand());
      while (!standing.isDone()) {
        host.waitUntil(host.nanos() + STEP_NANOS);
      }
      host.loop.requestArm(host.loop.issuePermit());
      while (host.loop.phase() != ArmPhase.STANDING) {
        host.waitUntil(host.nanos() + STEP_NANOS);
      }
    }

    @Override
    public void throwIfCancelled() {
      callCount++;
      if (callCount % 7001 == 0) {
        host.stalledUntilNanos = host.nowNanos + 40 * STEP_NANOS;
      }
    }

    @Override
    public void reportProgress(String activity, double fraction) {}

    @Override
    public void showMessage(String message) {}
  }

  @Test
  void sensorsAreUncalibratedAndUnknownWithoutBoard() throws Exception {
    RawState raw = new RawState();
    RobotState state = new RobotState();
    host.waitUntil(500 * STEP_NANOS);
    host.loop.readRaw(raw);
    host.read(state);
    assertThat(raw.isKnown()).isTrue();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double encoder = raw.encoderAngleRad[motor];
      assertThat(encoder).isNotCloseTo(state.motorAngleRad[motor], within(1e-3));
      assertThat(groundTruth.jointMap().motorAngle(motor, encoder))
          .isCloseTo(state.motorAngleRad[motor], within(1e-9));
    }
    host.boardOff = true;
    host.waitUntil(700 * STEP_NANOS);
    host.loop.readRaw(raw);
    assertThat(raw.isKnown()).isFalse();
    assertThat(raw.encoderAngleRad).containsOnly(Double.NaN);
  }

  @Test
  void identifiesMotorsAndLatenciesDespiteStalls() throws Exception {
    double lag = VelocityEstimator.lag(VelocityEstimator.DEFAULT_MEMORY_SECONDS, 1e-3);
    Identification identified =
        new IdentificationProcedure(host, host, new ArmingOperator(), RobotGeometry.nominal(), lag)
            .run("");
    for (Motor motor : Motor.values()) {
      double ratio = groundTruth.identification().of(motor).torqueRatio().value();
      double coulomb = groundTruth.identification().of(motor).coulombNm().value();
      double viscous = groundTruth.identification().of(motor).viscousNmSecPerRad().value();
      assertThat(identified.of(motor).torqueRatio().value() / ratio)
          .as(motor + " torque")
          .isCloseTo(1, within(0.05));
      assertThat(identified.of(motor).coulombNm().value() / coulomb)
          .as(motor + " Coulomb")
          .isCloseTo(1, within(0.2));
      assertThat(identified.of(motor).viscousNmSecPerRad().value() / viscous)
          .as(motor + " viscous")
          .isCloseTo(1, within(0.2));
    }
    // Data written between two ticks is sent at the next one, with the sample before it.
    assertThat(identified.commandLatencySeconds().value()).isCloseTo(0.001, within(0.001));
    assertThat(identified.positionLatencySeconds().value()).isCloseTo(0, within(0.001));
    assertThat(identified.commandLatencySeconds().contains(0.001)).isTrue();
    assertThat(identified.positionLatencySeconds().contains(0)).isTrue();
  }
}
