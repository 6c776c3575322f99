package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import minitaur.hal.ArmPermit;
import minitaur.hal.SystemClock;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.GhostCodec;
import minitaur.hal.serial.GhostLegCoordinates;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialPortSource;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.wire.BoardCommand;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a robot whose board needs a guard process, in real time. */
@Tag("timing")
class SerialRobotTest {
  private static final long TIMEOUT_NANOS = 60_000_000_000L;

  private final SystemClock clock = new SystemClock();
  private final GhostPort port = new GhostPort();
  private final RecordingWatchdog watchdog = new RecordingWatchdog();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @Test
  void reportsMotorsOffAfterShutdown() throws Exception {
    try (SerialRobot robot = open()) {
      drive(robot);
    }
    port.board.advanceTo(port.board.timeNanos() + 100_000_000);
    assertThat(port.board.isTorqueEnabled()).isFalse();
    assertThat(watchdog.calls).containsExactly("report motors off");
  }

  @Test
  void leavesMotorsToWatchdogWhenLoopFails() throws Exception {
    try (SerialRobot robot = open()) {
      drive(robot);
      port.error = new OutOfMemoryError("test");
      waitFor("failure of the loop", () -> failure.get() != null);
      assertThat(failure.get()).isSameAs(port.error);
      assertThat(watchdog.calls).containsExactly("switch motors off");
      assertThat(robot.phase()).isEqualTo(ArmPhase.UNCONNECTED);
      assertThat(robot.status().reason()).contains("restart the program");
      assertThat(robot.issuePermit().revocationReason()).contains("restart the program");
      // The loop has also sent a command itself, and released the port to the watchdog.
      port.board.advanceTo(port.board.timeNanos() + 100_000_000);
      assertThat(port.board.isTorqueEnabled()).isFalse();
      port.line.open(0).close();
    }
    assertThat(watchdog.calls).containsOnly("switch motors off");
  }

  @Test
  void leavesMotorsToWatchdogWhenLinkIsLost() throws Exception {
    try (SerialRobot robot = open()) {
      drive(robot);
      port.isUnplugged = true;
      waitFor("lost link", () -> robot.phase() == ArmPhase.UNCONNECTED);
    }
    assertThat(watchdog.calls).containsExactly("switch motors off");
  }

  @Test
  void stopsAndRejectsArmingAfterEndOfWatchdog() throws Exception {
    try (SerialRobot robot = open()) {
      drive(robot);
      watchdog.isAlive = false;
      waitFor("motors off", () -> port.mode == BoardCommand.Mode.OFF);
      assertThat(robot.status().reason()).contains("watchdog process", "restart the program");
      ArmPermit permit = robot.issuePermit();
      robot.arm(permit);
      waitFor("rejection", () -> permit.endReason() != null);
      assertThat(permit.endReason()).contains("watchdog process");
      assertThat(robot.phase()).isEqualTo(ArmPhase.IDLE);
    }
  }

  private SerialRobot open() throws Exception {
    return SerialRobot.open(
        new SerialRobot.Connection(
            port,
            0,
            new GhostCodec(GhostLegCoordinates.Unit.RADIANS),
            RobotCalibration.identity(),
            // Long timeouts, because the machine may be busy.
            SerialRobotSettings.defaults()
                .with(new SerialRobotSettings.Timing(200, 0.3, 0.1, 1_000_000_000, 1_000_000_000))
                .withUncalibratedAllowed()),
        () -> watchdog,
        clock,
        failure::set);
  }

  private void drive(SerialRobot robot) {
    waitFor("idle", () -> robot.phase() == ArmPhase.IDLE);
    robot.arm(robot.issuePermit());
    waitFor("position commands", () -> port.mode == BoardCommand.Mode.POSITION);
  }

  private void waitFor(String description, BooleanSupplier condition) {
    long deadline = clock.nanos() + TIMEOUT_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(clock.nanos()).as(description).isLessThan(deadline);
      clock.waitUntil(clock.nanos() + 1_000_000);
    }
  }

  private static final class RecordingWatchdog implements SerialRobot.WatchdogProcess {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean isAlive = true;

    @Override
    public boolean isAlive() {
      return isAlive;
    }

    @Override
    public void reportMotorsOff() {
      calls.add("report motors off");
    }

    @Override
    public void switchMotorsOff() {
      calls.add("switch motors off");
    }
  }

  /** The port of an emulated Ghost board, which advances while the host reads. */
  private final class GhostPort implements SerialPortSource {
    private final InMemorySerialLine line = new InMemorySerialLine();
    private final EmulatedBoard board =
        new EmulatedBoard(
            new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 1),
            new GhostBoardProtocol(GhostLegCoordinates.Unit.RADIANS),
            line.board(),
            1);
    private final long offsetNanos = board.timeNanos() - clock.nanos();
    private volatile BoardCommand.Mode mode = BoardCommand.Mode.OFF;
    private volatile Error error;
    private volatile boolean isUnplugged;

    @Override
    public String name() {
      return "Ghost board";
    }

    @Override
    public SerialLink open(int baudRate) throws SerialLinkException {
      SerialLink end = line.open(baudRate);
      return new SerialLink() {
        @Override
        public int read(byte[] bytes) throws SerialLinkException {
          if (error != null) {
            throw error;
          }
          if (isUnplugged) {
            line.disconnect();
          }
          board.advanceTo(clock.nanos() + offsetNanos);
          mode = board.mode();
          return end.read(bytes);
        }

        @Override
        public boolean write(byte[] bytes, int length) throws SerialLinkException {
          return end.write(bytes, length);
        }

        @Override
        public void close() {
          end.close();
        }
      };
    }
  }
}
