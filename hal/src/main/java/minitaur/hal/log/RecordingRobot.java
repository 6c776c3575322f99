package minitaur.hal.log;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.loop.SpscRing;
import org.jspecify.annotations.Nullable;

/**
 * Logs every state that is read from a robot and every command that is written to it. A separate
 * thread writes the file, so the robot interface never waits. Records that do not fit into the
 * buffer are dropped and counted.
 */
public final class RecordingRobot implements Robot {
  private static final int CAPACITY = 1 << 12;
  private static final long FLUSH_NANOS = 100_000_000;

  private final Robot robot;
  private final Clock clock;
  private final SpscRing<RobotIoRecord> ring = new SpscRing<>(CAPACITY, RobotIoRecord::new);
  private final AtomicLong dropped = new AtomicLong();
  private final RecordWriter<RobotIoRecord> writer;

  /**
   * Starts recording.
   *
   * @param clock clock of the robot
   * @param writerClock clock that paces the writing
   * @param errorHandler called once with the reason when the log cannot be written; the robot
   *     continues
   */
  public RecordingRobot(
      Robot robot,
      Clock clock,
      RobotIoLogWriter log,
      Clock writerClock,
      Consumer<? super IOException> errorHandler) {
    this.robot = robot;
    this.clock = clock;
    writer = new RecordWriter<>("robot-io-log", ring, log, writerClock, FLUSH_NANOS, errorHandler);
    writer.start();
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
    RobotIoRecord record = claim(RobotIoRecord.Kind.STATE);
    if (record != null) {
      record.state.set(state);
      ring.publish();
    }
  }

  @Override
  public void write(MotorCommand command) {
    robot.write(command);
    RobotIoRecord record = claim(RobotIoRecord.Kind.COMMAND);
    if (record != null) {
      record.command.set(command);
      ring.publish();
    }
  }

  /** Adds a note to the log. Call from the thread that reads and writes. */
  public void note(String line) {
    RobotIoRecord record = claim(RobotIoRecord.Kind.NOTE);
    if (record != null) {
      record.note = line;
      ring.publish();
    }
  }

  /** A record at the current time; null, and counted as dropped, when the buffer is full. */
  private @Nullable RobotIoRecord claim(RobotIoRecord.Kind kind) {
    RobotIoRecord record = ring.claim();
    if (record == null) {
      dropped.lazySet(dropped.get() + 1);
      return null;
    }
    record.kind = kind;
    record.timeNanos = clock.nanos();
    return record;
  }

  /** Number of records dropped because the buffer was full. */
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    robot.close();
    writer.close();
  }
}
