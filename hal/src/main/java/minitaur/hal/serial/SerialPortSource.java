package minitaur.hal.serial;

/** Opens serial links, at the start and after each loss. */
public interface SerialPortSource {
  /** Stable name of the port, for the operator. */
  String name();

  /**
   * Opens the port. May block and allocate.
   *
   * @param baudRate bit/s
   * @throws SerialLinkException when the port cannot be opened
   */
  SerialLink open(int baudRate) throws SerialLinkException;
}
