package minitaur.controller.robot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import minitaur.controller.robot.RobotSettings.Board;
import minitaur.hal.Clock;
import minitaur.hal.random.RandomStream;
import minitaur.sim.RobotHandling;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.PseudoTerminal;
import minitaur.sim.board.RealTimeBoard;
import minitaur.sim.board.ScriptedOperator;
import minitaur.sim.board.StartPlacement;
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
  private final RealTimeBoard running;
  private final ScriptedOperator technician;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * Opens the laboratory.
   *
   * @param patienceSeconds time for which the motors must be off before the scripted operator
   *     resets the robot
   * @param watcher notified of the board state once per millisecond
   * @throws IOException when pseudo-terminals are not supported
   */
  public EmulatedLab(
      Board kind,
      SimulationProfile profile,
      double patienceSeconds,
      Consumer<? super EmulatedBoard> watcher,
      Clock clock)
      throws IOException {
    this(
        kind,
        new SimulatedRobot(EmulatedBoard.withoutLatency(profile), 1),
        patienceSeconds,
        watcher,
        clock);
  }

  /**
   * Opens the laboratory.
   *
   * @param robot robot connected to the board
   * @param patienceSeconds time for which the motors must be off before the scripted operator
   *     resets the robot
   * @param watcher notified of the board state once per millisecond
   * @throws IOException when pseudo-terminals are not supported
   */
  public EmulatedLab(
      Board kind,
      SimulatedRobot robot,
      double patienceSeconds,
      Consumer<? super EmulatedBoard> watcher,
      Clock clock)
      throws IOException {
    terminal = PseudoTerminal.open();
    server = new EmulatedVrpnServer(0, List.of(BODY), 1);
    board = new EmulatedBoard(robot, BoardCodecs.board(kind), terminal, 1);
    technician =
        new ScriptedOperator(
            new StartPlacement((long) (patienceSeconds * 1e9)),
            true,
            new RobotHandling(robot, MOVE_SECONDS, 1));
    MocapFeed feed =
        new MocapFeed(board.poses(), List.of(server), BODY, 0, RandomStream.of(1, "drop-outs"), 0);
    running =
        new RealTimeBoard(
            board,
            clock,
            each -> {
              technician.accept(each);
              feed.step();
              watcher.accept(each);
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
  public ScriptedOperator technician() {
    return technician;
  }

  /** Runs the board in real time. */
  public RealTimeBoard running() {
    return running;
  }

  /** Port of the VRPN server. */
  public int mocapPort() {
    return server.port();
  }

  @Override
  public void close() throws IOException {
    running.close();
    server.close();
    terminal.close();
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IOException("the emulated board ended", thrown);
    }
  }
}
