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
 * A laboratory without a robot: an emulated board on a pseudo-terminal, an operator's hand and a
 * motion-capture server that sees the same simulated robot, all in real time.
 */
public final class EmulatedLab implements AutoCloseable {
  /** What the motion capture calls the robot. */
  public static final String BODY = "Minitaur";

  private static final double MOVE_SECONDS = 0.3;

  private final PseudoTerminal terminal;
  private final EmulatedVrpnServer server;
  private final EmulatedBoard board;
  private final RealTimeBoard running;
  private final ScriptedOperator technician;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * Opens it.
   *
   * @param patienceSeconds how long the motors must be off before the hand sets the robot up
   * @param watcher sees the board once a millisecond
   * @throws IOException where there are no pseudo-terminals
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
   * Opens it.
   *
   * @param robot behind the board
   * @param patienceSeconds how long the motors must be off before the hand sets the robot up
   * @param watcher sees the board once a millisecond
   * @throws IOException where there are no pseudo-terminals
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

  /** The port's path. */
  public Path port() {
    return Path.of(terminal.path());
  }

  /** The board, which belongs to a thread of its own. */
  public EmulatedBoard board() {
    return board;
  }

  /** Who does with the robot what he is told. */
  public ScriptedOperator technician() {
    return technician;
  }

  /** Real time of the board. */
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
