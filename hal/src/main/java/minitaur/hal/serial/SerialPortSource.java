package minitaur.hal.serial;

/** Where a link comes from, at the start and after each loss. */
public interface SerialPortSource {
  /** The port's stable name, for the operator. */
  String name();

  /**
   * Opens it. May take a while and allocate.
   *
   * @param baudRate bits a second
   * @throws SerialLinkException when it cannot be opened
   */
  SerialLink open(int baudRate) throws SerialLinkException;
}
