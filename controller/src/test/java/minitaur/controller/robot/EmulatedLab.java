package minitaur.controller.robot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.Clock;
import minitaur.hal.random.RandomStream;
import minitaur.sim.RobotHandler;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.AutoReset;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.PseudoTerminal;
import minitaur.sim.board.RealTimeBoard;
import minitaur.sim.board.ScriptedOperator;
import minitaur.sim.mocap.EmulatedVrpnServer;
import minitaur.sim.mocap.MocapFeed;

/**
 * An emulated laboratory: a board on a pseudo-terminal, a scripted operator and a motion-capture
 * server that tracks the same simulated robot, all in real time.
 */
public final class EmulatedLab implements AutoCloseable {
  /** Name of the robot in motion capture. */
  public static final String BODY = "Minitaur";

  private static final double MOVE_SECONDS = 0.3;

  private final PseudoTerminal terminal;
  private final EmulatedVrpnServer server;
  private final EmulatedBoard board;
  private final RealTimeBoard realTimeBoard;
  private final ScriptedOperator operator;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * Opens the laboratory.
   *
   * @param resetDelaySeconds time for which the motors must be off before the scripted operator
   *     resets the robot
   * @param listener notified of the board state once per millisecond
   * @throws IOException when pseudo-terminals are not supported
   */
  public EmulatedLab(
      Board boardType,
      SimulationProfile profile,
      double resetDelaySeconds,
      Consumer<? super EmulatedBoard> listener,
      Clock clock)
      throws IOException {
    this(
        boardType,
        new SimulatedRobot(EmulatedBoard.withoutLatency(profile), 1),
        resetDelaySeconds,
        listener,
        clock);
  }

  /**
   * Opens the laboratory.
   *
   * @param robot robot connected to the board
   * @param resetDelaySeconds time for which the motors must be off before the scripted operator
   *     resets the robot
   * @param listener notified of the board state once per millisecond
   * @throws IOException when pseudo-terminals are not supported
   */
  public EmulatedLab(
      Board boardType,
      SimulatedRobot robot,
      double resetDelaySeconds,
      Consumer<? super EmulatedBoard> listener,
      Clock clock)
      throws IOException {
    terminal = PseudoTerminal.open();
    server = new EmulatedVrpnServer(0, List.of(BODY), 1);
    board = new EmulatedBoard(robot, BoardCodecs.boardProtocol(boardType), terminal, 1);
    operator =
        new ScriptedOperator(
            new AutoReset((long) (resetDelaySeconds * 1e9)),
            true,
            new RobotHandler(robot, MOVE_SECONDS, 1));
    MocapFeed feed =
        new MocapFeed(board.poses(), List.of(server), BODY, 0, RandomStream.of(1, "drop-outs"), 0);
    realTimeBoard =
        new RealTimeBoard(
            board,
            clock,
            emulatedBoard -> {
              operator.accept(emulatedBoard);
              feed.step();
              listener.accept(emulatedBoard);
            },
            failure::set);
  }

  /** Path of the serial port. */
  public Path port() {
    return Path.of(terminal.path());
  }

  /** The board; only its own thread may use it. */
  public EmulatedBoard board() {
    return board;
  }

  /** The scripted operator. */
  public ScriptedOperator operator() {
    return operator;
  }

  /** Runs the board in real time. */
  public RealTimeBoard realTimeBoard() {
    return realTimeBoard;
  }

  /** Port of the VRPN server. */
  public int mocapPort() {
    return server.port();
  }

  @Override
  public void close() throws IOException {
    realTimeBoard.close();
    server.close();
    terminal.close();
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IOException("the emulated board ended", thrown);
    }
  }
}
