package minitaur.controller.robot;

import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.serial.BoardCodec;
import minitaur.hal.serial.GhostCodec;
import minitaur.hal.serial.GhostLegs;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.MoteusCodec;
import minitaur.hal.wire.LinkFrame;
import minitaur.sim.board.BoardProtocol;
import minitaur.sim.board.GhostBoardProtocol;
import minitaur.sim.board.LinkBoardProtocol;
import minitaur.sim.board.MoteusBoardProtocol;

/** Both sides of each kind of board. */
public final class BoardCodecs {
  /** servo.pid_position.kp that moteus controllers on this robot are to have, Nm/turn. */
  private static final double MOTEUS_KP = 50;

  /** servo.pid_position.kd, Nm s/turn. */
  private static final double MOTEUS_KD = 1;

  private static final double MAXIMUM_TORQUE = 3.5;

  private BoardCodecs() {}

  /** The host's side. */
  public static BoardCodec host(Board board) {
    return switch (board) {
      case MINITAUR_LINK -> new MinitaurLinkCodec();
      case GHOST -> new GhostCodec(GhostLegs.Unit.RADIANS);
      case GHOST_METRES -> new GhostCodec(GhostLegs.Unit.METRES);
      case MOTEUS -> new MoteusCodec(MOTEUS_KP, MOTEUS_KD, MAXIMUM_TORQUE);
    };
  }

  /** The board's side. */
  public static BoardProtocol board(Board board) {
    return board(board, LinkFrame.VERSION);
  }

  /**
   * The board's side.
   *
   * @param version of minitaur-link; of no meaning for the others
   */
  public static BoardProtocol board(Board board, int version) {
    return switch (board) {
      case MINITAUR_LINK -> new LinkBoardProtocol(version);
      case GHOST -> new GhostBoardProtocol(GhostLegs.Unit.RADIANS);
      case GHOST_METRES -> new GhostBoardProtocol(GhostLegs.Unit.METRES);
      case MOTEUS -> new MoteusBoardProtocol(MOTEUS_KP, MOTEUS_KD);
    };
  }
}
