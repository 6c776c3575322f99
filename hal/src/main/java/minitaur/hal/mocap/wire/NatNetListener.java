package minitaur.hal.mocap.wire;

/** Receives the decoded data of a {@link NatNetDecoder}. */
public interface NatNetListener extends BodyListener {
  /** The server answered a connect request. */
  void onServer(NatNetServer server);

  /** The server answered an echo request with the request's stamp and its own time. */
  void onEcho(long stamp, long serverNanos);

  /** The set of bodies changed: request their definitions. */
  void onModelChanged();

  /**
   * The definitions were read, even if unchanged.
   *
   * @param bodies number of rigid bodies
   */
  void onModelRead(int bodies);
}
