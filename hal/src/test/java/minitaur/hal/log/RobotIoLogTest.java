package minitaur.hal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RobotIoLogTest {
  private static final int TICKS = 2000;

  @TempDir private Path directory;

  @Test
  void replaysRecordedStatesAndCommands() throws Exception {
    Path path = record();
    try (RobotIoLogReader log = new RobotIoLogReader(path)) {
      ReplayedRobot robot = new ReplayedRobot(log);
      for (int tick = 0; tick < TICKS; tick++) {
        RobotState state = new RobotState();
        robot.read(state);
        assertThat(state.motorAngleRad[0]).isEqualTo(0.001 * tick);
        assertThat(robot.nanos()).isEqualTo(tick * 1_000_000L);
        robot.write(commandFor(state, tick == 700 ? 0.25 : 0));
      }
      assertThat(robot.nextNote()).isNull();
      assertThat(robot.comparedCommands()).isEqualTo(TICKS);
      assertThat(robot.differingCommands()).isEqualTo(1);
      assertThat(robot.maxDifference()).isEqualTo(0.25);
      RobotState stateAfterEnd = new RobotState();
      robot.read(stateAfterEnd);
      assertThat(stateAfterEnd.connected).isFalse();
    }
  }

  @Test
  void readsTruncatedLog() throws Exception {
    byte[] bytes = Files.readAllBytes(record());
    int previous = 0;
    for (int length = RobotIoLogWriter.MAGIC.length; length <= bytes.length; length += 997) {
      Path truncated = directory.resolve("cut-" + length);
      Files.write(truncated, Arrays.copyOf(bytes, length));
      int count = count(truncated);
      assertThat(count).isGreaterThanOrEqualTo(previous);
      previous = count;
    }
    assertThat(previous).isGreaterThan(TICKS);
  }

  @Test
  void stopsBeforeCorruptedChunk() throws Exception {
    byte[] bytes = Files.readAllBytes(record());
    bytes[bytes.length - 100] ^= 1;
    Path path = directory.resolve("damaged");
    Files.write(path, bytes);
    try (RobotIoLogReader log = new RobotIoLogReader(path)) {
      RobotIoRecord record = new RobotIoRecord();
      int count = 0;
      while (log.next(record)) {
        count++;
      }
      assertThat(count).isBetween(1, 2 * TICKS - 1);
      assertThat(log.isTruncated()).isTrue();
    }
  }

  @Test
  void rejectsFileWithWrongMagic() throws Exception {
    Path path = directory.resolve("other");
    Files.writeString(path, "not a log at all");
    assertThatThrownBy(() -> new RobotIoLogReader(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a robot I/O log");
  }

  @Test
  void closesFileThatCannotBeRead() throws Exception {
    // On Linux, a directory can be opened but not read.
    assertThatThrownBy(() -> new RobotIoLogReader(directory)).isInstanceOf(IOException.class);
    assertThat(openFiles()).doesNotContain(directory.toRealPath());
  }

  private static List<Path> openFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          files.add(Files.readSymbolicLink(descriptor));
        } catch (NoSuchFileException closed) {
          // Closed by another thread.
        }
      }
    }
    return files;
  }

  @Test
  void reportsVersionOfOlderLog() throws Exception {
    byte[] bytes = Files.readAllBytes(record());
    bytes[RobotIoLogWriter.MAGIC.length - 1] = '2';
    Path path = directory.resolve("old");
    Files.write(path, bytes);
    assertThatThrownBy(() -> new RobotIoLogReader(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a robot I/O log of version 2; this program reads version 3");
  }

  private Path record() throws IOException {
    Path path = directory.resolve("robot-io.log");
    CountingRobot inner = new CountingRobot();
    List<IOException> failures = new ArrayList<>();
    try (RecordingRobot robot =
        new RecordingRobot(
            inner, inner, new RobotIoLogWriter(path), new SystemClock(), failures::add)) {
      RobotState state = new RobotState();
      for (int tick = 0; tick < TICKS; tick++) {
        inner.tick = tick;
        robot.read(state);
        robot.write(commandFor(state, 0));
      }
      assertThat(robot.dropped()).isZero();
    }
    assertThat(failures).isEmpty();
    return path;
  }

  private static MotorCommand commandFor(RobotState state, double offset) {
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    Arrays.fill(command.targetAngleRad, state.motorAngleRad[0] * 0 + 1 + offset);
    return command;
  }

  private static int count(Path path) throws IOException {
    try (RobotIoLogReader log = new RobotIoLogReader(path)) {
      RobotIoRecord record = new RobotIoRecord();
      int count = 0;
      while (log.next(record)) {
        count++;
      }
      return count;
    }
  }

  /** Robot and clock that are driven by a tick counter. */
  private static final class CountingRobot implements Robot, Clock {
    private int tick;

    @Override
    public void read(RobotState state) {
      state.motorAngleRad[0] = 0.001 * tick;
      state.connected = true;
    }

    @Override
    public void write(MotorCommand command) {}

    @Override
    public void close() {}

    @Override
    public long nanos() {
      return tick * 1_000_000L;
    }

    @Override
    public void waitUntil(long timeNanos) {}
  }
}
