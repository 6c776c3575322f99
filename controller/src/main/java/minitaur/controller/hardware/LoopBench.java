package minitaur.controller.hardware;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.motor.JointMap;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.BoardLoop;
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
 * How well the position loop keeps time here: an emulated robot is driven through jSSC and a
 * pseudo-terminal, with 50 commands a second.
 */
public final class LoopBench {
  private static final long TICK_NANOS = 20_000_000;
  private static final long STANDING_NANOS = 10_000_000_000L;

  private LoopBench() {}

  /**
   * What was measured.
   *
   * @param lateness of the ticks
   * @param sampleToCommand age of an encoder sample when the command that it led to had been sent
   * @param roundTrip from a command to the first state that knows of it
   * @param missedTicks ticks left out
   * @param status of the robot at the end
   * @param realTime what the system granted
   */
  public record Result(
      LoopTiming.Percentiles lateness,
      LoopTiming.Percentiles sampleToCommand,
      LoopTiming.Percentiles roundTrip,
      long missedTicks,
      SerialStatus status,
      RealTimeThread.Grant realTime) {}

  /**
   * Measures.
   *
   * @param seconds for so long
   * @throws IOException when there is no pseudo-terminal, or the loop broke
   */
  public static Result measure(double seconds) throws IOException {
    SystemClock clock = new SystemClock();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    SerialRobotSettings settings = SerialRobotSettings.defaults().withUncalibratedAllowed();
    EmulatedBoard board;
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      board =
          new EmulatedBoard(
              new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 0),
              new LinkBoardProtocol(),
              terminal,
              0);
      BoardLoop loop =
          new BoardLoop(
              new JsscPort(terminal.path()),
              0,
              new MinitaurLinkCodec(),
              JointMap.identity(),
              settings,
              clock);
      try (RealTimeBoard running = new RealTimeBoard(board, clock, each -> {}, failure::set);
          SerialRobot robot = new SerialRobot(loop, settings, clock, failure::set)) {
        drive(robot, clock, seconds);
        Throwable cause = failure.get();
        if (cause != null) {
          throw new IOException(
              "the loop broke after %d missed ticks".formatted(running.missed()), cause);
        }
        return new Result(
            robot.lateness().percentiles(),
            robot.sampleToCommand().percentiles(),
            robot.roundTrip().percentiles(),
            robot.missedTicks(),
            robot.status(),
            robot.realTime());
      }
    }
  }

  private static void drive(SerialRobot robot, Clock clock, double seconds) throws IOException {
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, 2.0);
    long standBy = clock.nanos() + STANDING_NANOS;
    long due = clock.nanos();
    while (robot.status().phase() != ArmPhase.STANDING) {
      if (clock.nanos() > standBy) {
        throw new IOException("the emulated robot did not stand up: " + robot.status());
      }
      robot.arm();
      due += TICK_NANOS;
      clock.waitUntil(due);
    }
    long end = clock.nanos() + (long) (seconds * 1e9);
    while (clock.nanos() < end) {
      robot.write(command);
      due += TICK_NANOS;
      clock.waitUntil(due);
    }
  }
}
