package minitaur.sim.board;

import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.serial.GhostLegCoordinates;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.FrameScanner;
import minitaur.hal.wire.GhostFrame;

/**
 * Board side of the Ghost mainboard's legacy protocol: a state every 10 ms, the position loop on
 * the board, and no watchdog.
 */
public final class GhostBoardProtocol implements BoardProtocol {
  private static final long STATE_PERIOD_NANOS = 10_000_000;
  private static final double BOARD_KD = 0.015;

  private final GhostLegCoordinates legs;
  private final FrameScanner frames = new FrameScanner(GhostFrame.COMMAND_BYTES);
  private final double[] position = new double[Motor.COUNT];
  private final double[] stiffness = new double[Motor.COUNT];

  /**
   * @param unit unit of r in the board's firmware
   */
  public GhostBoardProtocol(GhostLegCoordinates.Unit unit) {
    legs = new GhostLegCoordinates(unit, RobotGeometry.nominal());
  }

  @Override
  public long statePeriodNanos() {
    return STATE_PERIOD_NANOS;
  }

  @Override
  public int defaultWatchdogMillis() {
    return 0;
  }

  @Override
  public boolean accept(byte value, BoardCommand command) {
    if (!frames.accept(value)) {
      return false;
    }
    int kind = GhostFrame.decodeCommand(frames.frame(), position, stiffness);
    if (kind < 0) {
      frames.rejectFrame();
      return false;
    }
    frames.acceptFrame();
    command.watchdogMillis = 0;
    command.disabledMotors = 0;
    command.mode = BoardCommand.Mode.OFF;
    if (kind == GhostFrame.SET_POSITION) {
      command.mode = BoardCommand.Mode.POSITION;
      command.kp = GhostLegCoordinates.toPositionGain(stiffness[1]);
      command.kd = BOARD_KD;
      legs.toMotorAngles(position, command.value);
    }
    return true;
  }

  @Override
  public int encode(BoardSample sample, byte[] out) {
    return GhostFrame.encodeState(sample, out);
  }
}
