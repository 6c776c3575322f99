package minitaur.hal.serial;

import java.io.IOException;

/** Why a serial link cannot be opened or is gone. The message is for the operator. */
public final class SerialLinkException extends IOException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What is the matter. */
  public enum Kind {
    /** There is no such port. */
    ABSENT,
    /** Another program has it. */
    BUSY,
    /** The user may not open it. */
    NO_PERMISSION,
    /** It is no serial port. */
    NOT_SERIAL,
    /** The port refuses the baud rate. */
    BAUD_REFUSED,
    /** It was open and is gone. */
    LOST,
    /** Serial ports cannot be used here at all. */
    UNSUPPORTED
  }

  /**
   * @param message what is wrong and what to do
   */
  public SerialLinkException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What is the matter. */
  public Kind kind() {
    return kind;
  }
}
