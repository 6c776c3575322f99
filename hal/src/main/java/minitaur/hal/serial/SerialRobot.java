package minitaur.hal.serial;

import java.io.IOException;
import java.util.function.Consumer;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.loop.CpuLatencyRequest;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.PeriodicLoop;
import minitaur.hal.loop.PhaseLock;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.wire.RawSensors;
import minitaur.hal.wire.RawState;
import org.jspecify.annotations.Nullable;

/**
 * A robot on a serial port. A separate thread runs the position loop and owns the port; no call of
 * the robot interface blocks. Commands take effect only after {@link #arm} and its soft start, and
 * the robot stops when no commands arrive. {@link #open} is the only way to create one, so that
 * every program uses the calibration, the limits and the guard process.
 */
public final class SerialRobot implements Robot, RawSensors {
  /** Name of the thread that drives the motors. */
  public static final String THREAD_NAME = "minitaur-board";

  private static final long CLOSING_POLL_NANOS = 5_000_000;
  private static final long CLOSING_MARGIN_NANOS = 200_000_000;

  /** Time for several commands that switch the motors off, even on the slowest line. */
  private static final long MOTORS_OFF_NANOS = 60_000_000;

  private final BoardLoop board;
  private final Clock clock;
  private final PeriodicLoop loop;
  private final long dampingNanos;
  private final @Nullable WatchdogProcess watchdog;
  private final CpuLatencyRequest cpuLatency = CpuLatencyRequest.request();
  private volatile boolean failed;
  private volatile RealTimeThread.Grant grant =
      new RealTimeThread.Grant(false, false, "the loop has not started");

  /**
   * Connection parameters of a robot.
   *
   * @param port of the board
   * @param baudRate bit/s; 0 for the board's default
   * @param codec of the board's protocol
   * @param calibration of its encoders and IMU
   * @param settings of the position loop
   */
  public record Connection(
      SerialPortSource port,
      int baudRate,
      BoardCodec codec,
      RobotCalibration calibration,
      SerialRobotSettings settings) {}

  /** Another process that switches the motors off when this one dies, see {@link HostWatchdog}. */
  public interface WatchdogProcess {
    /** Whether the process runs. Neither blocks nor allocates. */
    boolean isAlive();

    /** Reports that the motors are off, so that the process may end. */
    void reportMotorsOff();

    /**
     * Makes the process switch the motors off as soon as this process has closed the port. Does not
     * throw; later calls have no effect.
     */
    void switchMotorsOff();

    /** Starts a guard process. */
    @FunctionalInterface
    interface Starter {
      /**
       * Starts the process and waits until it watches this one.
       *
       * @throws IOException when it cannot be started; the robot must then not be driven
       */
      WatchdogProcess start() throws IOException;
    }
  }

  private SerialRobot(
      Connection connection,
      @Nullable WatchdogProcess watchdog,
      Clock clock,
      Consumer<? super Throwable> errorHandler) {
    SerialRobotSettings settings = connection.settings();
    board = new BoardLoop(connection);
    this.watchdog = watchdog;
    this.clock = clock;
    dampingNanos = (long) (settings.timing().dampingSeconds() * 1e9);
    loop =
        new PeriodicLoop(
            THREAD_NAME,
            clock,
            settings.periodNanos(),
            () ->
                grant =
                    RealTimeThread.request(settings.realTimeCore(), RealTimeThread.MOTOR_PRIORITY),
            board.canSyncToStates()
                ? new PhaseLock(board::poll, clock, settings.periodNanos())
                : null,
            this::tick,
            error -> {
              failed = true;
              try {
                switchOffAfterFailure();
              } catch (RuntimeException | Error e) {
                error.addSuppressed(e);
              }
              errorHandler.accept(error);
            });
  }

  /**
   * Opens a robot and starts its loop, with the motors off.
   *
   * @param starter starts the guard process that a board without {@link BoardCapability#WATCHDOG}
   *     needs
   * @param errorHandler receives the error if one ends the loop, after an attempt to switch the
   *     motors off; the robot cannot be used any more
   * @throws IOException when the guard process cannot be started
   */
  public static SerialRobot open(
      Connection connection,
      WatchdogProcess.Starter starter,
      Clock clock,
      Consumer<? super Throwable> errorHandler)
      throws IOException {
    boolean needsWatchdog = !connection.codec().traits().supports(BoardCapability.WATCHDOG);
    WatchdogProcess process = needsWatchdog ? starter.start() : null;
    try {
      SerialRobot robot = new SerialRobot(connection, process, clock, errorHandler);
      robot.loop.start();
      return robot;
    } catch (RuntimeException | Error e) {
      if (process != null) {
        process.reportMotorsOff();
      }
      throw e;
    }
  }

  private void tick(long now) {
    if (watchdog != null && !watchdog.isAlive()) {
      board.disable(
          "the watchdog process, which switches the motors off if this program dies, has ended;"
              + " restart the program");
    }
    board.tick(now);
  }

  /** Runs on the loop's thread. Any of these calls may fail, too, for example without memory. */
  private void switchOffAfterFailure() {
    if (watchdog != null) {
      watchdog.switchMotorsOff();
    }
    try {
      board.abort(clock.nanos());
      // Closing the port discards bytes that are not on the line yet.
      clock.waitUntil(clock.nanos() + MOTORS_OFF_NANOS);
    } finally {
      board.closePort();
    }
  }

  @Override
  public void read(RobotState state) {
    board.read(state);
    if (!loop.isRunning()) {
      state.connected = false;
    }
  }

  /** {@inheritDoc} Call from the thread that calls {@link #read}. */
  @Override
  public void readRaw(RawState state) {
    board.readRaw(state);
    if (!loop.isRunning()) {
      state.clear();
    }
  }

  @Override
  public void write(MotorCommand command) {
    board.write(command, clock.nanos());
  }

  /**
   * Issues a permit to arm once. Call only after the operator has confirmed that the robot may
   * move.
   */
  public ArmPermit issuePermit() {
    return board.issuePermit();
  }

  /**
   * Starts the soft start, after which the robot follows commands. A permit that cannot be used is
   * revoked with the reason.
   */
  public void arm(ArmPermit permit) {
    board.requestArm(permit);
  }

  /**
   * Damps the motors, then switches them off until {@link #arm} with a new permit; without damping
   * if the newest command switches them off. While they are off, revokes a permit that was issued
   * but not used.
   */
  public void stop(String reason) {
    board.requestStop(reason);
  }

  /** Phase of the arm sequence. */
  public ArmPhase phase() {
    return board.phase();
  }

  /** Status for the operator. Allocates. */
  public SerialStatus status() {
    return board.status();
  }

  /** Latency of the loop's ticks. */
  public LatencyHistogram tickLatency() {
    return loop.latency();
  }

  /**
   * Time from a command to the first state that acknowledges it, if the board sends
   * acknowledgments.
   */
  public LatencyHistogram roundTrip() {
    return board.roundTrip();
  }

  /** Number of skipped ticks. */
  public long missedTicks() {
    return loop.missedTicks();
  }

  /** Real-time scheduling granted to the loop's thread. */
  public RealTimeThread.Grant realTime() {
    return grant;
  }

  /** Request for disabled C-states while this robot is open. */
  public CpuLatencyRequest cpuLatency() {
    return cpuLatency;
  }

  /**
   * Damps, switches the motors off and closes the port; takes about as long as the damping. If the
   * motors could not be switched off, the guard process does it.
   */
  @Override
  public void close() {
    board.requestStop("the program ends");
    long deadline = clock.nanos() + dampingNanos + CLOSING_MARGIN_NANOS;
    // The next tick handles the request; until then, the phase does not change.
    clock.waitUntil(clock.nanos() + CLOSING_POLL_NANOS);
    while (loop.isRunning() && board.phase().isDriving() && clock.nanos() < deadline) {
      clock.waitUntil(clock.nanos() + CLOSING_POLL_NANOS);
    }
    clock.waitUntil(clock.nanos() + MOTORS_OFF_NANOS);
    loop.close();
    cpuLatency.close();
    board.closePort();
    if (watchdog == null) {
      return;
    }
    if (failed || !board.hasSentMotorsOff()) {
      watchdog.switchMotorsOff();
    } else {
      watchdog.reportMotorsOff();
    }
  }
}
