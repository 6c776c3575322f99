package minitaur.hal.mocap.wire;

/** Is told what a {@link QtmDecoder} reads. */
public interface QtmListener extends BodyListener {
  /** The server greets or answers a command. */
  void answer(String text);

  /** The server refuses a command. */
  void refusal(String text);

  /** The names of the bodies may no longer be those that are known: ask for them. */
  void namesChanged();
}
