package minitaur.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.MinitaurLinkCodec;
import minitaur.hal.serial.SerialLink;
import minitaur.hal.serial.SerialLinkException;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.wire.BoardCommand;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests through a real pseudo-terminal and jSSC, in real time; skipped if unavailable. */
@Tag("timing")
class PseudoTerminalTest {
  private static final long MAX_WAIT_NANOS = 20_000_000_000L;

  private final SystemClock clock = new SystemClock();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @TempDir private Path directory;

  @Test
  void transfersAllByteValuesBothWays() throws Exception {
    try (PseudoTerminal terminal = terminalOrSkip(null);
        SerialLink link = linkOrSkip(terminal.path())) {
      byte[] all = new byte[256];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) i;
      }
      // All byte values, because a terminal that is not in raw mode changes or drops some.
      assertThat(terminal.write(all, all.length)).isTrue();
      assertThat(readAll(link, all.length)).isEqualTo(all);
      assertThat(link.write(all, all.length)).isTrue();
      assertThat(readAll(terminal, all.length)).isEqualTo(all);
    }
  }

  @Test
  void reportsMissingPort() throws Exception {
    terminalOrSkip(null).close();
    assertThatThrownBy(() -> new JsscPort(directory.resolve("nothing").toString()).open(115_200))
        .isInstanceOf(SerialLinkException.class)
        .hasMessageContaining("no such port");
  }

  @Test
  void keepsLinkThatAnotherTerminalReplaced() throws Exception {
    Path alias = directory.resolve("port");
    PseudoTerminal first = terminalOrSkip(alias);
    try (PseudoTerminal second = terminalOrSkip(alias)) {
      Path target = Files.readSymbolicLink(alias);
      first.close();
      assertThat(Files.readSymbolicLink(alias)).isEqualTo(target);
      assertThat(second.path()).isEqualTo(alias.toString());
    }
    assertThat(Files.isSymbolicLink(alias)).isFalse();
  }

  @Test
  void reportsDisconnectedPort() throws Exception {
    PseudoTerminal terminal = terminalOrSkip(null);
    try (SerialLink link = linkOrSkip(terminal.path())) {
      terminal.close();
      assertLost(link);
    }
  }

  private static void assertLost(SerialLink link) {
    byte[] bytes = new byte[16];
    assertThatThrownBy(
            () -> {
              link.read(bytes);
              link.write(bytes, 16);
            })
        .isInstanceOf(SerialLinkException.class)
        .hasMessageContaining("was lost");
  }

  @Test
  void disconnectsHostIfAliasCannotBeDeleted() throws Exception {
    Path alias = directory.resolve("alias");
    PseudoTerminal terminal = terminalOrSkip(alias);
    try (SerialLink link = linkOrSkip(terminal.path())) {
      Files.delete(alias);
      Files.createDirectories(alias.resolve("occupied"));
      terminal.close();
      assertLost(link);
    }
  }

  @Test
  void keepsFileWithNameOfAlias() throws Exception {
    terminalOrSkip(null).close();
    Path file = Files.writeString(directory.resolve("notes.txt"), "keep");
    assertThatThrownBy(() -> PseudoTerminal.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a symbolic link");
    assertThat(file).hasContent("keep");
  }

  @Test
  void closesTerminalIfAliasCannotBeCreated() throws Exception {
    terminalOrSkip(null).close();
    long open = openTerminals();
    Path alias = directory.resolve("missing/alias");
    assertThatThrownBy(() -> PseudoTerminal.open(alias)).isInstanceOf(IOException.class);
    assertThat(openTerminals()).isEqualTo(open);
  }

  private static long openTerminals() throws IOException {
    long count = 0;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        // The descriptor of this listing is gone when it is read.
        count +=
            Files.exists(descriptor) && Files.readSymbolicLink(descriptor).endsWith("ptmx") ? 1 : 0;
      }
    }
    return count;
  }

  /** End-to-end in real time: connect, arm, follow, command timeout, disconnect, reconnect. */
  @Test
  void drivesEmulatedRobotThroughJssc() throws Exception {
    Path alias = directory.resolve("board");
    PseudoTerminal terminal = terminalOrSkip(alias);
    linkOrSkip(terminal.path()).close();
    EmulatedBoard board = board(terminal);
    RealTimeBoard realTimeBoard = new RealTimeBoard(board, clock, each -> {}, failure::set);
    SerialRobotSettings settings = relaxedSettings();
    try (SerialRobot robot =
        SerialRobot.open(
            new SerialRobot.Connection(
                new JsscPort(alias.toString()),
                0,
                new MinitaurLinkCodec(),
                RobotCalibration.identity(),
                settings),
            () -> {
              throw new AssertionError("started a watchdog process for a board with a watchdog");
            },
            clock,
            failure::set)) {
      RobotState state = new RobotState();
      waitFor("frames", () -> isConnected(robot, state));
      waitFor("idle", () -> robot.status().phase() == ArmPhase.IDLE);
      robot.arm(robot.issuePermit());
      waitFor("standing", () -> robot.status().phase() == ArmPhase.STANDING);
      MotorCommand command = new MotorCommand();
      command.mode = MotorCommand.Mode.POSITION;
      command.kp = 1;
      command.kd = 0.015;
      Arrays.fill(command.targetAngleRad, 2.0);
      robot.write(command);
      // On a busy machine this thread may miss the phase.
      waitFor("following", () -> robot.status().phase() != ArmPhase.STANDING);
      // No further command is written: the loop must start damping and send it to the board.
      waitFor("damping", () -> robot.status().phase() != ArmPhase.FOLLOWING);
      waitFor("board damping", () -> board.mode() != BoardCommand.Mode.DUTY);
      waitFor("torque disabled", () -> robot.status().phase() == ArmPhase.IDLE);
      assertThat(robot.status().reason()).contains("no new command");
      realTimeBoard.close();
      terminal.close();
      waitFor("disconnected", () -> !isConnected(robot, state));
      try (PseudoTerminal reopened = PseudoTerminal.open(alias);
          RealTimeBoard second =
              new RealTimeBoard(board(reopened), clock, each -> {}, failure::set)) {
        waitFor("frames after reconnect", () -> isConnected(robot, state));
        assertThat(robot.status().counts().opened()).isGreaterThan(1);
        assertThat(second.missedTicks()).isNotNegative();
        assertThat(robot.status().phase()).isEqualTo(ArmPhase.IDLE);
      }
    }
    assertThat(failure.get()).isNull();
  }

  /** Long timeouts, because only the order of events is checked and the machine may be busy. */
  private static SerialRobotSettings relaxedSettings() {
    return SerialRobotSettings.defaults()
        .with(new SerialRobotSettings.Timing(200, 0.3, 0.1, 100_000_000L, 1_000_000_000L))
        .withUncalibratedAllowed();
  }

  private static EmulatedBoard board(PseudoTerminal terminal) {
    return new EmulatedBoard(
        new SimulatedRobot(EmulatedBoard.withoutLatency(SimulationProfile.nominal()), 1),
        new LinkBoardProtocol(),
        terminal,
        1);
  }

  private static boolean isConnected(SerialRobot robot, RobotState state) {
    robot.read(state);
    return state.connected;
  }

  private void waitFor(String description, BooleanSupplier condition) {
    long deadline = clock.nanos() + MAX_WAIT_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(failure.get()).isNull();
      assertThat(clock.nanos()).as(description).isLessThan(deadline);
      clock.waitUntil(clock.nanos() + 1_000_000);
    }
  }

  private byte[] readAll(SerialLink link, int length) throws SerialLinkException {
    byte[] all = new byte[length];
    byte[] buffer = new byte[length];
    long deadline = clock.nanos() + MAX_WAIT_NANOS;
    int received = 0;
    while (received < length) {
      assertThat(clock.nanos()).as("bytes").isLessThan(deadline);
      int count = link.read(buffer);
      System.arraycopy(buffer, 0, all, received, count);
      received += count;
    }
    return all;
  }

  private static PseudoTerminal terminalOrSkip(Path alias) {
    try {
      return PseudoTerminal.open(alias);
    } catch (IOException e) {
      return abort("pseudo-terminals are unavailable: " + e.getMessage());
    }
  }

  private static SerialLink linkOrSkip(String path) throws SerialLinkException {
    try {
      return new JsscPort(path).open(115_200);
    } catch (SerialLinkException e) {
      if (e.kind() == SerialLinkException.Kind.UNSUPPORTED) {
        return abort("jSSC is unavailable: " + e.getMessage());
      }
      throw e;
    }
  }
}
