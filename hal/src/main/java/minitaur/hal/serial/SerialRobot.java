package minitaur.hal.serial;

import java.util.function.Consumer;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.loop.AwakeCores;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.loop.PeriodicLoop;
import minitaur.hal.loop.PhaseLock;
import minitaur.hal.loop.RealTimeThread;

/**
 * The robot at the end of a serial line. A thread of its own drives the motors and owns the port;
 * at the seam nothing blocks. Commands take effect only after {@link #arm} and its soft start, and
 * end by themselves when they stay away.
 */
public final class SerialRobot implements Robot {
  /** Name of the thread that drives the motors. */
  public static final String THREAD = "minitaur-board";

  private static final long CLOSING_POLL_NANOS = 5_000_000;
  private static final long CLOSING_MARGIN_NANOS = 200_000_000;

  private final BoardLoop board;
  private final Clock clock;
  private final PeriodicLoop loop;
  private final long dampingNanos;
  private final AwakeCores cores = AwakeCores.request();
  private volatile RealTimeThread.Grant grant =
      new RealTimeThread.Grant(false, false, "the loop has not begun");

  /**
   * Starts the loop.
   *
   * @param errorHandler hears why the loop ended, should it ever
   */
  public SerialRobot(
      BoardLoop board,
      SerialRobotSettings settings,
      Clock clock,
      Consumer<? super Throwable> errorHandler) {
    this.board = board;
    this.clock = clock;
    dampingNanos = (long) (settings.dampingSeconds() * 1e9);
    loop =
        new PeriodicLoop(
            THREAD,
            clock,
            settings.periodNanos(),
            () -> grant = RealTimeThread.request(settings.realTimeCore(), RealTimeThread.MOTORS),
            board.canFollowStates()
                ? new PhaseLock(board::poll, clock, settings.periodNanos())
                : null,
            board::tick,
            errorHandler);
    loop.start();
  }

  @Override
  public void read(RobotState state) {
    board.read(state);
    if (!loop.isRunning()) {
      state.connected = false;
    }
  }

  @Override
  public void write(MotorCommand command) {
    board.write(command, clock.nanos());
  }

  /** The operator says that the robot may move: it stands up softly, then follows commands. */
  public void arm() {
    board.requestArm();
  }

  /** The robot damps, then its motors are off until {@link #arm}. */
  public void stop() {
    board.requestStop();
  }

  /** How far the robot may move now. */
  public ArmPhase phase() {
    return board.phase();
  }

  /** What the operator may want to know. Allocates. */
  public SerialStatus status() {
    return board.status();
  }

  /** How late the loop's ticks come. */
  public LoopTiming lateness() {
    return loop.lateness();
  }

  /** Age of an encoder sample when the command that it led to had been sent. */
  public LoopTiming sampleToCommand() {
    return board.sampleToCommand();
  }

  /** Time from a command to the first state that knows of it, where the board says so. */
  public LoopTiming roundTrip() {
    return board.roundTrip();
  }

  /** Ticks that were left out. */
  public long missedTicks() {
    return loop.missed();
  }

  /** What the system granted the loop's thread. */
  public RealTimeThread.Grant realTime() {
    return grant;
  }

  /** What the system does with idle cores while this robot is open. */
  public AwakeCores cores() {
    return cores;
  }

  /** Damps, switches the motors off and gives the port back; takes about the damping's time. */
  @Override
  public void close() {
    board.requestStop();
    long deadline = clock.nanos() + dampingNanos + CLOSING_MARGIN_NANOS;
    // The request is seen by the next tick; before it, the phase is still the old one.
    clock.waitUntil(clock.nanos() + CLOSING_POLL_NANOS);
    while (loop.isRunning() && board.phase().isDriving() && clock.nanos() < deadline) {
      clock.waitUntil(clock.nanos() + CLOSING_POLL_NANOS);
    }
    loop.close();
    cores.close();
    board.closePort();
  }
}
