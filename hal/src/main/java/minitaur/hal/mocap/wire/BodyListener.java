package minitaur.hal.mocap.wire;

/** Receives the decoded data of a decoder. */
public interface BodyListener {
  /** Assigns an id to a body. May be called again with another name. */
  void onBody(int id, String name);

  /** All ids become invalid; new names follow. */
  void onBodiesCleared();

  /**
   * A sample of a body, tracked or not.
   *
   * @param sample Not kept.
   */
  void onSample(BodySample sample);

  /** A message or packet that violates the protocol was skipped. */
  default void onMalformed() {}
}
