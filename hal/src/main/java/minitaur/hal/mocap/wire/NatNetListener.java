package minitaur.hal.mocap.wire;

/** Receives the decoded data of a {@link NatNetDecoder}. */
public interface NatNetListener extends BodyListener {
  /** The server answered a connect request. */
  void server(NatNetServer server);

  /** The server answered an echo request with the request's stamp and its own time. */
  void echo(long stamp, long serverNanos);

  /** The set of bodies changed: request their definitions. */
  void modelChanged();

  /**
   * The definitions were read, even if unchanged.
   *
   * @param bodies number of rigid bodies
   */
  void modelRead(int bodies);
}
