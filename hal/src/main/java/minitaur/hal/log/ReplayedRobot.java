package minitaur.hal.log;

import java.io.IOException;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import org.jspecify.annotations.Nullable;

/**
 * Replays a robot I/O log: returns the logged states at their logged times and compares each
 * written command with the logged one. Commands do not influence the states. At a note, or at the
 * end of the log, the robot reports that it is disconnected; {@link #nextNote} continues after the
 * note.
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

  /** Starts at the first record of the log. */
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

  /** Advances the time to {@code until} and returns immediately. */
  @Override
  public void waitUntil(long until) {
    timeNanos = Math.max(timeNanos, until);
  }

  /**
   * Skips to the record after the next note.
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

  /** Whether the end of the log has been reached. */
  public boolean isAtEnd() {
    return !more;
  }

  /** Number of commands compared. */
  public long commands() {
    return commands;
  }

  /** Number of logged commands for which the replay wrote no command. */
  public long unanswered() {
    return unanswered;
  }

  /** Number of commands that differ from the logged ones. */
  public long differing() {
    return differing;
  }

  /** Max difference of a target angle, rad; infinite if the mode or a gain differs. */
  public double maxDifference() {
    return maxDifference;
  }

  /** Time of the first command that differs; {@link Long#MIN_VALUE} if none does. */
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
