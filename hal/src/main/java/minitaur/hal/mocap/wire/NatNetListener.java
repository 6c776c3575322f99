package minitaur.hal.mocap.wire;

/** Is told what a {@link NatNetDecoder} reads. */
public interface NatNetListener extends BodyListener {
  /** A server answers. */
  void server(NatNetServer server);

  /** The server returns our stamp with the time that its clock had. */
  void echo(long stamp, long serverNanos);

  /** The bodies are no longer those that are known: ask for their definitions. */
  void modelChanged();

  /**
   * The definitions were read, also when they are the known ones.
   *
   * @param bodies how many rigid bodies they hold
   */
  void modelRead(int bodies);
}
