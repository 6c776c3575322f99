package minitaur.hal.serial;

import java.io.IOException;

/** Thrown when a serial link cannot be opened or is lost. The message is for the operator. */
public final class SerialLinkException extends IOException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** Kind of failure. */
  public enum Kind {
    /** The port does not exist. */
    ABSENT,
    /** Another program uses the port. */
    BUSY,
    /** The user has no permission to open the port. */
    NO_PERMISSION,
    /** The device is not a serial port. */
    NOT_SERIAL,
    /** The port does not support the baud rate. */
    BAUD_REFUSED,
    /** The open port was lost. */
    LOST,
    /** Serial ports are not supported on this system. */
    UNSUPPORTED
  }

  /**
   * @param message problem and remedy
   */
  public SerialLinkException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Kind of failure. */
  public Kind kind() {
    return kind;
  }
}
