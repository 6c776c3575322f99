package minitaur.hal.mocap.wire;

/** Numbers of NatNet's messages, the first two bytes of a packet, and where servers listen. */
public final class NatNetMessage {
  /** Client asks who is there. */
  public static final int CONNECT = 0;

  /** Server says who it is. */
  public static final int SERVER_INFO = 1;

  /** Client asks for the definitions of bodies. */
  public static final int REQUEST_MODEL = 4;

  /** Server sends them. */
  public static final int MODEL = 5;

  /** Server sends a frame. */
  public static final int FRAME = 7;

  /** Client leaves. */
  public static final int DISCONNECT = 9;

  /** Client is still there. */
  public static final int KEEP_ALIVE = 10;

  /** Client asks for the server's time. */
  public static final int ECHO_REQUEST = 12;

  /** Server tells it. */
  public static final int ECHO_RESPONSE = 13;

  /** Bytes before a packet's payload. */
  public static final int HEADER_BYTES = 4;

  /** Largest packet, over UDP. */
  public static final int MAXIMUM_BYTES = 65_535;

  private NatNetMessage() {}
}
