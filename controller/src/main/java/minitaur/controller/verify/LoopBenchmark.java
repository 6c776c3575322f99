package minitaur.controller.verify;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.learn.catalog.LearnerRegistry;
import minitaur.hal.ArmPermit;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.LatencyHistogram.Percentiles;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.LinkBoardProtocol;
import minitaur.sim.board.PseudoTerminal;
import minitaur.sim.board.RealTimeBoard;

/**
 * Measures the jitter and latency of the position loop: an emulated robot is driven at 1 kHz
 * through jSSC and a pseudo-terminal, with 50 commands per second, while a learner trains as fast
 * as it can. Three threads share the machine, one more than with a real robot. The jitter of the
 * emulated board is also measured, because the host cannot respond before the board has sent a
 * state.
 */
final class LoopBenchmark {
  private static final long TICK_NANOS = 20_000_000;
  private static final long TIMEOUT_NANOS = 20_000_000_000L;

  private static final double BASELINE_SECONDS = 8;

  /** Time for JIT compilation and buffer growth. */
  private static final double WARM_UP_SECONDS = 5;

  private final SystemClock clock = new SystemClock();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final RobotState state = new RobotState();
  private final double seconds;
  private long linkLosses;

  /**
   * @param seconds duration of the measurement, after a warm-up
   */
  LoopBenchmark(double seconds) {
    this.seconds = seconds;
  }

  /**
   * Runs the measurement.
   *
   * @throws IOException when no pseudo-terminal is available, or the loop failed
   */
  List<Result> run() throws IOException {
    SerialRobotSettings settings = SerialRobotSettings.defaults().withUncalibratedAllowed();
    ResultList results = new ResultList();
    new LineBaseline(clock).measure(BASELINE_SECONDS, results);
    LineLatency latency = new LineLatency(clock);
    try (PseudoTerminal terminal = PseudoTerminal.open();
        BackgroundLearner learner = new BackgroundLearner(LearnerRegistry.all().get(0));
        SerialRobot robot =
            SerialRobot.open(
                new SerialRobot.Connection(
                    latency.host(new JsscPort(terminal.path())),
                    0,
                    new MinitaurLinkCodec(),
                    RobotCalibration.identity(),
                    settings),
                LoopBenchmark::unexpectedHostWatch,
                clock,
                failure::set)) {
      while (!latency.isOpen()) {
        throwIfFailed();
        clock.waitUntil(clock.nanos() + TICK_NANOS);
      }
      EmulatedBoard board =
          new EmulatedBoard(
              new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 0),
              new LinkBoardProtocol(),
              latency.board(terminal),
              0);
      try (RealTimeBoard realTimeBoard =
          new RealTimeBoard(board, clock, each -> {}, failure::set)) {
        measure(robot, realTimeBoard, learner, latency, results);
      }
    }
    return results.list();
  }

  private void measure(
      SerialRobot robot,
      RealTimeBoard realTimeBoard,
      BackgroundLearner learner,
      LineLatency latency,
      ResultList results)
      throws IOException {
    standUp(robot);
    drive(robot, WARM_UP_SECONDS);
    robot.tickLatency().reset();
    robot.roundTrip().reset();
    realTimeBoard.tickLatency().reset();
    latency.responses().reset();
    linkLosses = 0;
    long missed = robot.missedTicks();
    long skipped = realTimeBoard.skippedNanos();
    long allocated = allocatedByLoop();
    drive(robot, seconds);
    allocated = allocatedByLoop() - allocated;
    throwIfFailed();
    if (latency.isBroken()) {
      throw new IOException("bytes were lost on the line; latency is unknown");
    }
    Percentiles jitter = robot.tickLatency().percentiles();
    results.info("tick jitter, p50", jitter.p50Nanos() * 1e-6, "ms");
    results.atMost(0.2, "tick jitter, p99", jitter.p99Nanos() * 1e-6, "ms");
    results.atMost(1, "tick jitter, p99.9", jitter.p999Nanos() * 1e-6, "ms");
    results.info("tick jitter, max", jitter.maxNanos() * 1e-6, "ms");
    results.durations("state to command", latency.responses().percentiles(), 0.3);
    results.durations("command round trip", robot.roundTrip().percentiles());
    results.durations("jitter of the emulated board", realTimeBoard.tickLatency().percentiles());
    double skippedSeconds = (realTimeBoard.skippedNanos() - skipped) * 1e-9;
    results.info("emulated board, time not simulated", skippedSeconds, "s");
    results.info("ticks", jitter.count(), "");
    // A tick that was skipped has no jitter, so a long stall would hardly change the percentiles.
    double missedTicks = robot.missedTicks() - missed;
    results.atMost(0.1, "missed ticks", 100 * missedTicks / (missedTicks + jitter.count()), "%");
    results.info("lost links", linkLosses, "");
    double allocatedPerTick = (double) allocated / Math.max(1, jitter.count());
    results.info("allocation by jSSC's reads, per tick", allocatedPerTick, "bytes");
    results.info("learner updates during the measurement", learner.updatesPerSecond(), "1/s");
    results.info("real-time priority", robot.realTime().priority() ? 1 : 0, "");
    results.info("CPU idle states disabled (1: yes)", robot.cpuLatency().isGranted() ? 1 : 0, "");
  }

  private static SerialRobot.WatchdogProcess unexpectedHostWatch() {
    throw new IllegalStateException("a minitaur-link board has its own watchdog");
  }

  private void standUp(SerialRobot robot) throws IOException {
    long deadline = clock.nanos() + TIMEOUT_NANOS;
    ArmPermit permit = null;
    while (robot.status().phase() != ArmPhase.STANDING) {
      throwIfFailed();
      if (clock.nanos() > deadline || (permit != null && permit.endReason() != null)) {
        throw new IOException("the emulated robot did not stand up: " + robot.status());
      }
      if (permit == null && robot.phase() == ArmPhase.IDLE) {
        permit = robot.issuePermit();
        robot.arm(permit);
      }
      clock.waitUntil(clock.nanos() + TICK_NANOS);
    }
  }

  /** Sends commands without re-arming, and counts lost links. */
  private void drive(SerialRobot robot, double duration) {
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, 2.0);
    long next = clock.nanos();
    long end = next + (long) (duration * 1e9);
    boolean connected = true;
    while (next < end) {
      robot.read(state);
      linkLosses += connected && !state.connected ? 1 : 0;
      connected = state.connected;
      robot.write(command);
      next += TICK_NANOS;
      clock.waitUntil(next);
    }
  }

  private void throwIfFailed() throws IOException {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IOException("the loop failed", cause);
    }
  }

  private static long allocatedByLoop() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(SerialRobot.THREAD_NAME))
        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
        .sum();
  }
}
