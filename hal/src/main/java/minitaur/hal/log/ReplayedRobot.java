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
  private final RobotIoRecord nextRecord = new RobotIoRecord();
  private final RobotState newestState = new RobotState();
  private boolean hasNext;
  private long timeNanos;
  private long comparedCommands;
  private long missingCommands;
  private long differingCommands;
  private double maxDifference;

  /** Starts at the first record of the log. */
  public ReplayedRobot(RobotIoLogReader log) throws IOException {
    this.log = log;
    hasNext = log.next(nextRecord);
    timeNanos = nextRecord.timeNanos;
  }

  @Override
  public void read(RobotState state) {
    while (hasNext && nextRecord.kind == RobotIoRecord.Kind.COMMAND) {
      missingCommands++;
      advance();
    }
    if (hasNext && nextRecord.kind == RobotIoRecord.Kind.STATE) {
      newestState.set(nextRecord.state);
      timeNanos = nextRecord.timeNanos;
      advance();
    } else {
      newestState.connected = false;
    }
    state.set(newestState);
  }

  @Override
  public void write(MotorCommand command) {
    if (!hasNext || nextRecord.kind != RobotIoRecord.Kind.COMMAND) {
      return;
    }
    comparedCommands++;
    double difference = difference(command, nextRecord.command);
    if (difference > 0) {
      differingCommands++;
      maxDifference = Math.max(maxDifference, difference);
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
    while (hasNext && nextRecord.kind != RobotIoRecord.Kind.NOTE) {
      missingCommands += nextRecord.kind == RobotIoRecord.Kind.COMMAND ? 1 : 0;
      advance();
    }
    if (!hasNext) {
      return null;
    }
    String note = nextRecord.note;
    advance();
    timeNanos = nextRecord.timeNanos;
    return note;
  }

  /** Number of commands compared. */
  public long comparedCommands() {
    return comparedCommands;
  }

  /** Number of logged commands for which the replay wrote no command. */
  public long missingCommands() {
    return missingCommands;
  }

  /** Number of commands that differ from the logged ones. */
  public long differingCommands() {
    return differingCommands;
  }

  /** Max difference of a target angle, rad; infinite if the mode or a gain differs. */
  public double maxDifference() {
    return maxDifference;
  }

  @Override
  public void close() {}

  private void advance() {
    try {
      hasNext = log.next(nextRecord);
    } catch (IOException e) {
      hasNext = false;
    }
  }

  private static double difference(MotorCommand actual, MotorCommand expected) {
    if (actual.mode != expected.mode || actual.kp != expected.kp || actual.kd != expected.kd) {
      return Double.POSITIVE_INFINITY;
    }
    double max = 0;
    if (actual.mode == MotorCommand.Mode.POSITION) {
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        max =
            Math.max(max, Math.abs(actual.targetAngleRad[motor] - expected.targetAngleRad[motor]));
      }
    }
    return max;
  }
}
