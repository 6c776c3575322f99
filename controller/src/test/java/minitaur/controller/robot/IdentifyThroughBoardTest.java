package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.calibration.Calibration;
import minitaur.calibration.Identification;
import minitaur.calibration.identify.IdentifyProcedure;
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
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.wire.RawState;
import minitaur.sim.RobotHandling;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.HandlingOrder;
import minitaur.sim.board.MemoryLine;
import minitaur.sim.board.ScriptedOperator;
import minitaur.sim.board.StartPlacement;
import org.junit.jupiter.api.Test;

/** Tests identification through the wire format and position loop of a host, in simulated time. */
class IdentifyThroughBoardTest {
  private static final long SEED = 7;
  private static final long STEP_NANOS = 1_000_000;

  private final RandomizedRobot unknown = RandomizedRobot.behindBoard(SEED, profile -> profile);
  private final Calibration truth = unknown.groundTruth("minitaur", "");
  private final SimulatedRobot robot = unknown.robot();
  private final MemoryLine line = new MemoryLine();
  private final EmulatedBoard board =
      new EmulatedBoard(robot, BoardCodecs.board(Board.MINITAUR_LINK), line.board(), SEED);
  private final ScriptedOperator technician =
      new ScriptedOperator(
          new StartPlacement(STEP_NANOS), false, new RobotHandling(robot, 1, SEED));
  private final Host host = new Host();

  /** Position loop of the host; the time of the board advances with its time. */
  private final class Host implements Robot, Clock {
    private final BoardLoop loop;
    private long now;
    private long stalledUntil;
    private boolean boardOff;

    Host() {
      try {
        loop =
            new BoardLoop(
                line,
                0,
                BoardCodecs.host(Board.MINITAUR_LINK),
                truth.forRobot(),
                SerialRobotSettings.defaults(),
                this);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void waitUntil(long timeNanos) {
      while (now < Math.max(timeNanos, stalledUntil)) {
        now += STEP_NANOS;
        if (!boardOff) {
          board.advanceTo(now);
        }
        technician.accept(board);
        loop.tick(now);
      }
    }

    @Override
    public void read(RobotState state) {
      loop.read(state);
    }

    @Override
    public void write(MotorCommand command) {
      loop.write(command, now);
    }

    @Override
    public void close() {}
  }

  /** Puts the robot on its stand and arms it; sometimes delays the thread of the procedure. */
  private final class Operator implements Prompts {
    private int asked;

    @Override
    public void confirm(Instruction instruction) {
      var done = technician.order(new HandlingOrder.Stand());
      while (!done.isDone()) {
        host.waitUntil(host.nanos() + STEP_NANOS);
      }
      host.loop.requestArm(host.loop.issuePermit());
      while (host.loop.phase() != ArmPhase.STANDING) {
        host.waitUntil(host.nanos() + STEP_NANOS);
      }
    }

    @Override
    public void requireGoingOn() {
      asked++;
      if (asked % 7001 == 0) {
        host.stalledUntil = host.now + 40 * STEP_NANOS;
      }
    }

    @Override
    public void progress(String what, double part) {}

    @Override
    public void tell(String line) {}
  }

  @Test
  void sensorsAreRawAndUnknownWithoutTheBoard() throws Exception {
    RawState raw = new RawState();
    RobotState state = new RobotState();
    host.waitUntil(500 * STEP_NANOS);
    host.loop.readRaw(raw);
    host.read(state);
    assertThat(raw.isKnown()).isTrue();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double encoder = raw.encoderAngleRad[motor];
      assertThat(encoder).isNotCloseTo(state.motorAngleRad[motor], within(1e-3));
      assertThat(truth.joints().angle(motor, encoder))
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
    double lag = VelocityEstimator.lag(VelocityEstimator.USUAL_MEMORY_SECONDS, 1e-3);
    Identification found =
        new IdentifyProcedure(host, host, new Operator(), RobotGeometry.nominal(), lag).run("");
    for (Motor motor : Motor.values()) {
      double ratio = truth.identification().of(motor).torqueRatio().value();
      double coulomb = truth.identification().of(motor).coulombNm().value();
      double viscous = truth.identification().of(motor).viscousNmSecPerRad().value();
      assertThat(found.of(motor).torqueRatio().value() / ratio)
          .as(motor + " torque")
          .isCloseTo(1, within(0.05));
      assertThat(found.of(motor).coulombNm().value() / coulomb)
          .as(motor + " Coulomb")
          .isCloseTo(1, within(0.2));
      assertThat(found.of(motor).viscousNmSecPerRad().value() / viscous)
          .as(motor + " viscous")
          .isCloseTo(1, within(0.2));
    }
    // Data written between two ticks is sent at the next one, with the sample before it.
    assertThat(found.commandLatencySeconds().value()).isCloseTo(0.001, within(0.001));
    assertThat(found.positionLatencySeconds().value()).isCloseTo(0, within(0.001));
    assertThat(found.commandLatencySeconds().contains(0.001)).isTrue();
    assertThat(found.positionLatencySeconds().contains(0)).isTrue();
  }
}
