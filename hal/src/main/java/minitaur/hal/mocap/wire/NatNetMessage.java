package minitaur.hal.mocap.wire;

/** NatNet message numbers, which are the first two bytes of a packet, and packet sizes. */
public final class NatNetMessage {
  /** Client requests server information. */
  public static final int CONNECT = 0;

  /** Server sends its name and version. */
  public static final int SERVER_INFO = 1;

  /** Client requests the definitions of bodies. */
  public static final int REQUEST_MODEL = 4;

  /** Server sends the definitions of bodies. */
  public static final int MODEL = 5;

  /** Server sends a frame. */
  public static final int FRAME = 7;

  /** Client disconnects. */
  public static final int DISCONNECT = 9;

  /** Client keeps the connection alive. */
  public static final int KEEP_ALIVE = 10;

  /** Client requests the server's time. */
  public static final int ECHO_REQUEST = 12;

  /** Server sends its time. */
  public static final int ECHO_RESPONSE = 13;

  /** Length of the header before the payload. */
  public static final int HEADER_BYTES = 4;

  /** Max packet length over UDP. */
  public static final int MAX_BYTES = 65_535;

  private NatNetMessage() {}
}
