package minitaur.sim.board;

import java.util.Arrays;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.sim.RobotHandler;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;

/** An emulated board without a wire format: commands and states are passed as objects. */
final class CommandedBoard {
  static final long MILLISECOND = 1_000_000;

  final SimulatedRobot robot =
      new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 1);
  final BoardCommand command = new BoardCommand();
  final EmulatedBoard board;
  final BoardSample sent = new BoardSample();
  private boolean hasCommand;

  /**
   * @param defaultWatchdogMillis default command timeout of the board, ms
   */
  CommandedBoard(int defaultWatchdogMillis) {
    board = new EmulatedBoard(robot, new Protocol(defaultWatchdogMillis), new Link(), 1);
  }

  /** Sends {@link #command}, which the board executes at the beginning of its next step. */
  void send() {
    hasCommand = true;
  }

  void advance(int milliseconds) {
    board.advanceTo(board.timeNanos() + milliseconds * MILLISECOND);
  }

  /** Lifts the robot and fixes its trunk; the legs move freely. */
  void putOnStand() {
    new RobotHandler(robot, 0.1, 1).hold(HandlingCommand.unchangedAngles(), 0, 0);
    advance(110);
    robot.putOnStand();
  }

  /** Fills {@link #command} with a position in the middle of the legs' range. */
  void commandPosition() {
    command.mode = BoardCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    command.watchdogMillis = 100;
    command.bootId = sent.bootId;
    Arrays.fill(command.value, 2);
  }

  private final class Link implements SerialLink {
    @Override
    public int read(byte[] bytes) {
      int count = hasCommand ? 1 : 0;
      hasCommand = false;
      return count;
    }

    @Override
    public boolean write(byte[] bytes, int length) {
      return true;
    }

    @Override
    public void close() {}
  }

  private final class Protocol implements BoardProtocol {
    private final int defaultWatchdogMillis;

    Protocol(int defaultWatchdogMillis) {
      this.defaultWatchdogMillis = defaultWatchdogMillis;
    }

    @Override
    public long statePeriodNanos() {
      return MILLISECOND;
    }

    @Override
    public int defaultWatchdogMillis() {
      return defaultWatchdogMillis;
    }

    @Override
    public boolean usesBootIds() {
      return true;
    }

    @Override
    public boolean accept(byte value, BoardCommand received) {
      received.mode = command.mode;
      received.kp = command.kp;
      received.kd = command.kd;
      received.disabledMotors = command.disabledMotors;
      received.watchdogMillis = command.watchdogMillis;
      received.bootId = command.bootId;
      System.arraycopy(command.value, 0, received.value, 0, received.value.length);
      return true;
    }

    @Override
    public int encode(BoardSample sample, byte[] out) {
      sent.values.set(sample.values);
      sent.boardTimeNanos = sample.boardTimeNanos;
      sent.bootId = sample.bootId;
      sent.driving = sample.driving;
      sent.watchdogTripped = sample.watchdogTripped;
      return 0;
    }
  }
}
