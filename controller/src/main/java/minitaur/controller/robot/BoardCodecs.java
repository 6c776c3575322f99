package minitaur.controller.robot;

import java.util.List;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.Clock;
import minitaur.hal.serial.BoardCodec;
import minitaur.hal.serial.GhostCodec;
import minitaur.hal.serial.GhostLegCoordinates;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.MoteusCodec;
import minitaur.hal.serial.MoteusConfigCheck;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;
import minitaur.hal.wire.LinkFrame;
import minitaur.sim.board.BoardProtocol;
import minitaur.sim.board.GhostBoardProtocol;
import minitaur.sim.board.LinkBoardProtocol;
import minitaur.sim.board.MoteusBoardProtocol;

/** Creates the host codec and the board protocol of each board type. */
public final class BoardCodecs {
  /** Required servo.pid_position.kp of the moteus controllers, Nm/turn. */
  private static final double MOTEUS_KP = 50;

  /** Required servo.pid_position.kd, Nm s/turn. */
  private static final double MOTEUS_KD = 1;

  private static final double MAX_TORQUE_NM = 3.5;

  private BoardCodecs() {}

  /**
   * Compares the configuration stored in a board with the required one. Read-only.
   *
   * @param baudRate bit/s; 0 for the default of the board
   * @return problems with their remedies; empty for boards without such a configuration
   * @throws SerialLinkException when the port cannot be used
   */
  public static List<String> configurationProblems(
      Board board, SerialPortSource port, int baudRate, Clock clock) throws SerialLinkException {
    if (board != Board.MOTEUS) {
      return List.of();
    }
    int baud = baudRate == 0 ? hostCodec(board).traits().defaultBaudRate() : baudRate;
    return MoteusConfigCheck.findProblems(port, baud, MOTEUS_KP, MOTEUS_KD, clock);
  }

  /** Codec of the host side. */
  public static BoardCodec hostCodec(Board board) {
    return switch (board) {
      case MINITAUR_LINK -> new MinitaurLinkCodec();
      case GHOST -> new GhostCodec(GhostLegCoordinates.Unit.RADIANS);
      case GHOST_METRES -> new GhostCodec(GhostLegCoordinates.Unit.METRES);
      case MOTEUS -> new MoteusCodec(MOTEUS_KP, MOTEUS_KD, MAX_TORQUE_NM);
    };
  }

  /** Protocol of the board side. */
  public static BoardProtocol boardProtocol(Board board) {
    return boardProtocol(board, LinkFrame.VERSION);
  }

  /**
   * Protocol of the board side.
   *
   * @param version of minitaur-link; ignored for the others
   */
  public static BoardProtocol boardProtocol(Board board, int version) {
    return switch (board) {
      case MINITAUR_LINK -> new LinkBoardProtocol(version);
      case GHOST -> new GhostBoardProtocol(GhostLegCoordinates.Unit.RADIANS);
      case GHOST_METRES -> new GhostBoardProtocol(GhostLegCoordinates.Unit.METRES);
      case MOTEUS -> new MoteusBoardProtocol(MOTEUS_KP, MOTEUS_KD);
    };
  }
}
