package minitaur.controller.verify;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.hal.ArmPermit;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.AwakeCores;
import minitaur.hal.loop.LoopTiming.Percentiles;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.serial.SerialStatus;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.LinkBoardProtocol;
import minitaur.sim.board.PseudoTerminal;
import minitaur.sim.board.RealTimeBoard;

/**
 * How well the position loop keeps time here: an emulated robot is driven at 1 kHz through jSSC and
 * a pseudo-terminal, with 50 commands a second, while a learner learns as fast as it can. Three
 * threads share the machine, of which a real robot would have only two: the emulated board's own
 * lateness is measured too, since a host cannot answer what it was not told.
 */
public final class LoopBenchmark {
  private static final long TICK_NANOS = 20_000_000;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static final double FLOOR_SECONDS = 8;

  /** Code is compiled and buffers have grown by then. */
  private static final double WARM_UP_SECONDS = 5;

  private final SystemClock clock = new SystemClock();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final RobotState state = new RobotState();
  private final double seconds;
  private long linkLosses;

  /**
   * @param seconds how long is measured, after a warm-up
   */
  public LoopBenchmark(double seconds) {
    this.seconds = seconds;
  }

  /**
   * What this machine itself costs, see {@link LineFloor}.
   *
   * @param timerAsleep how late a thread that only waits wakes up while idle cores may sleep
   * @param timer the same with the cores kept awake, where that is allowed
   * @param line from the moment at which bytes are handed to a pseudo-terminal until they are read,
   *     likewise
   */
  public record Floor(Percentiles timerAsleep, Percentiles timer, Percentiles line) {}

  /**
   * What was measured.
   *
   * @param floor what this machine costs with nothing else to do
   * @param lateness of the ticks
   * @param sampleToCommand from a state's bytes at the board's end to the command's
   * @param roundTrip from a command to the first state that knows of it
   * @param boardLateness of the emulated board's own ticks
   * @param boardStoodStillSeconds time that the emulated robot could not be computed
   * @param missedTicks ticks of the loop that were left out
   * @param linkLosses how often the link was lost
   * @param bytesPerTick allocated by the loop's thread, all of it by jSSC's reads
   * @param updatesPerSecond of the learner meanwhile
   * @param status of the robot at the end
   * @param realTime what the system granted the loop's thread
   * @param cores what it does with idle cores
   */
  public record Figures(
      Floor floor,
      Percentiles lateness,
      Percentiles sampleToCommand,
      Percentiles roundTrip,
      Percentiles boardLateness,
      double boardStoodStillSeconds,
      long missedTicks,
      long linkLosses,
      double bytesPerTick,
      double updatesPerSecond,
      SerialStatus status,
      RealTimeThread.Grant realTime,
      AwakeCores cores) {}

  /**
   * Measures.
   *
   * @throws IOException when there is no pseudo-terminal, or the loop broke
   */
  public Figures run() throws IOException {
    SerialRobotSettings settings = SerialRobotSettings.defaults().withUncalibratedAllowed();
    Floor floor = new LineFloor(clock).measure(FLOOR_SECONDS);
    LineStopwatch stopwatch = new LineStopwatch(clock);
    try (PseudoTerminal terminal = PseudoTerminal.open();
        BusyLearner learner = new BusyLearner(MatrixBackend.fastest());
        SerialRobot robot =
            SerialRobot.open(
                new SerialRobot.Connection(
                    stopwatch.host(new JsscPort(terminal.path())),
                    0,
                    new MinitaurLinkCodec(),
                    RobotCalibration.identity(),
                    settings),
                LoopBenchmark::noGuardNeeded,
                clock,
                failure::set)) {
      while (!stopwatch.isOpen()) {
        requireHealth();
        clock.waitUntil(clock.nanos() + TICK_NANOS);
      }
      EmulatedBoard board =
          new EmulatedBoard(
              new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 0),
              new LinkBoardProtocol(),
              stopwatch.board(terminal),
              0);
      try (RealTimeBoard running = new RealTimeBoard(board, clock, each -> {}, failure::set)) {
        return measure(floor, robot, running, learner, stopwatch);
      }
    }
  }

  private Figures measure(
      Floor floor,
      SerialRobot robot,
      RealTimeBoard running,
      BusyLearner learner,
      LineStopwatch stopwatch)
      throws IOException {
    standUp(robot);
    drive(robot, WARM_UP_SECONDS);
    robot.lateness().forget();
    robot.roundTrip().forget();
    running.lateness().forget();
    stopwatch.answers().forget();
    linkLosses = 0;
    long missed = robot.missedTicks();
    long stoodStill = running.skippedNanos();
    long allocated = allocatedByLoop();
    drive(robot, seconds);
    allocated = allocatedByLoop() - allocated;
    requireHealth();
    if (stopwatch.isBroken()) {
      throw new IOException("bytes were lost on the line, so that no time can be told");
    }
    Percentiles lateness = robot.lateness().percentiles();
    return new Figures(
        floor,
        lateness,
        stopwatch.answers().percentiles(),
        robot.roundTrip().percentiles(),
        running.lateness().percentiles(),
        (running.skippedNanos() - stoodStill) * 1e-9,
        robot.missedTicks() - missed,
        linkLosses,
        (double) allocated / Math.max(1, lateness.count()),
        learner.updatesPerSecond(),
        robot.status(),
        robot.realTime(),
        robot.cores());
  }

  private static SerialRobot.HostWatch noGuardNeeded() {
    throw new IllegalStateException("a minitaur-link board has a watchdog");
  }

  private void standUp(SerialRobot robot) throws IOException {
    long standBy = clock.nanos() + PATIENCE_NANOS;
    ArmPermit permit = null;
    while (robot.status().phase() != ArmPhase.STANDING) {
      requireHealth();
      if (clock.nanos() > standBy || (permit != null && permit.end() != null)) {
        throw new IOException("the emulated robot did not stand up: " + robot.status());
      }
      if (permit == null && robot.phase() == ArmPhase.IDLE) {
        permit = robot.issuePermit();
        robot.arm(permit);
      }
      clock.waitUntil(clock.nanos() + TICK_NANOS);
    }
  }

  /** A link that was lost shows in the figures; the robot is not armed again. */
  private void drive(SerialRobot robot, double forSeconds) {
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, 2.0);
    long due = clock.nanos();
    long end = due + (long) (forSeconds * 1e9);
    boolean connected = true;
    while (due < end) {
      robot.read(state);
      linkLosses += connected && !state.connected ? 1 : 0;
      connected = state.connected;
      robot.write(command);
      due += TICK_NANOS;
      clock.waitUntil(due);
    }
  }

  private void requireHealth() throws IOException {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("the loop broke", cause);
    }
  }

  private static long allocatedByLoop() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(SerialRobot.THREAD))
        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
        .sum();
  }
}
