package minitaur.hal.log;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;

/**
 * Timestamped record of the robot interface: a state that was read, a command that was written, or
 * a note of the controller.
 */
public final class RobotIoRecord {
  /** Kind of record. */
  public enum Kind {
    /** The controller read a state. */
    STATE,
    /** The controller wrote a command. */
    COMMAND,
    /** The controller added a note, such as the start of an episode. */
    NOTE;

    private static final Kind[] VALUES = values();
  }

  /** Kind of record. */
  public Kind kind = Kind.STATE;

  /** Time of the record, by the robot's clock. */
  public long timeNanos;

  /** State that was read, for {@link Kind#STATE}. */
  public final RobotState state = new RobotState();

  /** Command that was written, for {@link Kind#COMMAND}. */
  public final MotorCommand command = new MotorCommand();

  /** Text of the note, for {@link Kind#NOTE}. */
  public String note = "";

  void save(DataOutput out) throws IOException {
    out.writeByte(kind.ordinal());
    out.writeLong(timeNanos);
    switch (kind) {
      case STATE -> state.save(out);
      case COMMAND -> command.save(out);
      case NOTE -> out.writeUTF(note);
    }
  }

  void restore(DataInput in) throws IOException {
    int ordinal = in.readByte();
    if (ordinal < 0 || ordinal >= Kind.VALUES.length) {
      throw new IOException("the log has a record of unknown kind " + ordinal);
    }
    kind = Kind.VALUES[ordinal];
    timeNanos = in.readLong();
    switch (kind) {
      case STATE -> state.restore(in);
      case COMMAND -> command.restore(in);
      case NOTE -> note = in.readUTF();
    }
  }
}
