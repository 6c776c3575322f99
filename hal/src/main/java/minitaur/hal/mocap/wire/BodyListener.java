package minitaur.hal.mocap.wire;

/** Is told what a decoder reads. */
public interface BodyListener {
  /** A body has this id from now on. May be said again, with another name. */
  void body(int id, String name);

  /** No id means anything any more; names follow. */
  void forgetBodies();

  /**
   * A body was seen, or looked for in vain.
   *
   * @param sample Not kept.
   */
  void sample(BodySample sample);

  /** A message or packet was skipped that the protocol does not allow. */
  default void malformed() {}
}
