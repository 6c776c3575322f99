package minitaur.hal.mocap.client;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection to a server. Not thread-safe. */
interface MocapConnection extends Closeable {
  /**
   * Waits briefly for data from the server and passes it on.
   *
   * @return whether data arrived that the server streams without a request
   * @throws IOException when the connection is lost
   */
  boolean receive() throws IOException;

  /** Explains why no data arrives on this connection; null if there is no explanation. */
  default @Nullable MocapException explainSilence() {
    return null;
  }

  @Override
  void close();
}
