package minitaur.hal.mocap.client;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A conversation with a server, used by one thread. */
interface MocapConnection extends Closeable {
  /**
   * Waits a little for what the server sends and passes it on.
   *
   * @return whether anything came that a server sends unasked
   * @throws IOException when the conversation is over
   */
  boolean receive() throws IOException;

  /** Why silence or a missing body is no surprise on this connection; null when it is one. */
  default @Nullable MocapException explainSilence() {
    return null;
  }

  @Override
  void close();
}
