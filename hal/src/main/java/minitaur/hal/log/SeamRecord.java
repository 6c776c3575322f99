package minitaur.hal.log;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;

/** One passage of the seam: a state that was read or a command that was written, and when. */
public final class SeamRecord {
  /** Which way. */
  public enum Kind {
    /** The controller read a state. */
    STATE,
    /** The controller wrote a command. */
    COMMAND
  }

  /** Which way. */
  public Kind kind = Kind.STATE;

  /** When, by the robot's clock. */
  public long timeNanos;

  /** What was read, for {@link Kind#STATE}. */
  public final RobotState state = new RobotState();

  /** What was written, for {@link Kind#COMMAND}. */
  public final MotorCommand command = new MotorCommand();

  void save(DataOutput out) throws IOException {
    out.writeByte(kind.ordinal());
    out.writeLong(timeNanos);
    if (kind == Kind.STATE) {
      state.save(out);
    } else {
      command.save(out);
    }
  }

  void restore(DataInput in) throws IOException {
    int ordinal = in.readByte();
    if (ordinal != Kind.STATE.ordinal() && ordinal != Kind.COMMAND.ordinal()) {
      throw new IOException("a log holds the unknown record " + ordinal);
    }
    kind = ordinal == Kind.STATE.ordinal() ? Kind.STATE : Kind.COMMAND;
    timeNanos = in.readLong();
    if (kind == Kind.STATE) {
      state.restore(in);
    } else {
      command.restore(in);
    }
  }
}
