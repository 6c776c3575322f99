package minitaur.hal.log;

import java.io.IOException;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import org.jspecify.annotations.Nullable;

/**
 * A robot that says what a log says, in the log's time, and compares what it is told with what was
 * told then. The controller decides nothing of what it reads; only its answers are judged. Where
 * the log has a note, or is at its end, the robot is no longer connected: {@link #nextNote} goes
 * on.
 */
public final class ReplayedRobot implements Robot, Clock {
  private final RobotIoLogReader log;
  private final RobotIoRecord next = new RobotIoRecord();
  private final RobotState newest = new RobotState();
  private boolean more;
  private long timeNanos;
  private long commands;
  private long unanswered;
  private long differing;
  private double maxDifference;
  private long firstDifferenceNanos = Long.MIN_VALUE;

  /** Begins at the log's first record. */
  public ReplayedRobot(RobotIoLogReader log) throws IOException {
    this.log = log;
    more = log.next(next);
    timeNanos = next.timeNanos;
  }

  @Override
  public void read(RobotState state) {
    while (more && next.kind == RobotIoRecord.Kind.COMMAND) {
      unanswered++;
      advance();
    }
    if (more && next.kind == RobotIoRecord.Kind.STATE) {
      newest.set(next.state);
      timeNanos = next.timeNanos;
      advance();
    } else {
      newest.connected = false;
    }
    state.set(newest);
  }

  @Override
  public void write(MotorCommand command) {
    if (!more || next.kind != RobotIoRecord.Kind.COMMAND) {
      return;
    }
    commands++;
    double difference = difference(command, next.command);
    if (difference > 0) {
      differing++;
      maxDifference = Math.max(maxDifference, difference);
      if (firstDifferenceNanos == Long.MIN_VALUE) {
        firstDifferenceNanos = next.timeNanos;
      }
    }
    advance();
  }

  @Override
  public long nanos() {
    return timeNanos;
  }

  /** Waiting costs nothing: the log's time is that of its records. */
  @Override
  public void waitUntil(long until) {
    timeNanos = Math.max(timeNanos, until);
  }

  /**
   * Goes on behind the next note; what comes before it is passed over.
   *
   * @return the note; null when there is none left
   */
  public @Nullable String nextNote() {
    while (more && next.kind != RobotIoRecord.Kind.NOTE) {
      unanswered += next.kind == RobotIoRecord.Kind.COMMAND ? 1 : 0;
      advance();
    }
    if (!more) {
      return null;
    }
    String note = next.note;
    advance();
    timeNanos = next.timeNanos;
    return note;
  }

  /** Whether there is nothing more in the log. */
  public boolean isAtEnd() {
    return !more;
  }

  /** Commands compared. */
  public long commands() {
    return commands;
  }

  /** Commands of the log to which nothing was said this time. */
  public long unanswered() {
    return unanswered;
  }

  /** Commands that differ from the log's in any bit. */
  public long differing() {
    return differing;
  }

  /** Greatest difference of a target, rad; infinite where the mode or a gain is another. */
  public double maxDifference() {
    return maxDifference;
  }

  /** Time of the first command that differs; {@link Long#MIN_VALUE} when none does. */
  public long firstDifferenceNanos() {
    return firstDifferenceNanos;
  }

  @Override
  public void close() {}

  private void advance() {
    try {
      more = log.next(next);
    } catch (IOException e) {
      more = false;
    }
  }

  private static double difference(MotorCommand one, MotorCommand other) {
    if (one.mode != other.mode || one.kp != other.kp || one.kd != other.kd) {
      return Double.POSITIVE_INFINITY;
    }
    double max = 0;
    if (one.mode == MotorCommand.Mode.POSITION) {
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        max = Math.max(max, Math.abs(one.targetAngleRad[motor] - other.targetAngleRad[motor]));
      }
    }
    return max;
  }
}
