package minitaur.hal.mocap.wire;

/** Receives the decoded data of a {@link QtmDecoder}. */
public interface QtmListener extends BodyListener {
  /** The server sent its greeting or answered a command. */
  void onResponse(String text);

  /** The server rejected a command. */
  void onError(String text);

  /** The names of the bodies may have changed: request them. */
  void onNamesChanged();
}
