package minitaur.hal.log;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.loop.SpscRing;

/**
 * A robot of which every state that is read and every command that is written goes into a log. The
 * file is written by a thread of its own: at the seam nothing waits, and what the file cannot take
 * in time is counted.
 */
public final class RecordingRobot implements Robot {
  private static final int CAPACITY = 1 << 12;
  private static final long FLUSH_NANOS = 100_000_000;

  private final Robot robot;
  private final Clock clock;
  private final SpscRing<SeamRecord> ring = new SpscRing<>(CAPACITY, SeamRecord::new);
  private final AtomicLong dropped = new AtomicLong();
  private final RecordWriter<SeamRecord> writer;

  /**
   * Starts to record.
   *
   * @param clock the robot's
   * @param writerClock paces the writing
   * @param failure hears once why the log cannot be written; the robot goes on
   */
  public RecordingRobot(
      Robot robot,
      Clock clock,
      SeamLogWriter log,
      Clock writerClock,
      Consumer<? super IOException> failure) {
    this.robot = robot;
    this.clock = clock;
    writer = new RecordWriter<>("seam-log", ring, log, writerClock, FLUSH_NANOS, failure);
    writer.start();
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
    SeamRecord record = ring.claim();
    if (record == null) {
      dropped.lazySet(dropped.get() + 1);
      return;
    }
    record.kind = SeamRecord.Kind.STATE;
    record.timeNanos = clock.nanos();
    record.state.set(state);
    ring.publish();
  }

  @Override
  public void write(MotorCommand command) {
    robot.write(command);
    SeamRecord record = ring.claim();
    if (record == null) {
      dropped.lazySet(dropped.get() + 1);
      return;
    }
    record.kind = SeamRecord.Kind.COMMAND;
    record.timeNanos = clock.nanos();
    record.command.set(command);
    ring.publish();
  }

  /** Puts a line between the records. The thread that reads and writes. */
  public void note(String line) {
    SeamRecord record = ring.claim();
    if (record == null) {
      dropped.lazySet(dropped.get() + 1);
      return;
    }
    record.kind = SeamRecord.Kind.NOTE;
    record.timeNanos = clock.nanos();
    record.note = line;
    ring.publish();
  }

  /** Records that did not fit. */
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    robot.close();
    writer.close();
  }
}
