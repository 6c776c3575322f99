package minitaur.hal.mocap.client;

import java.io.IOException;

/** Begins conversations with servers of one kind. */
interface MocapConnector {
  /**
   * Connects and introduces itself.
   *
   * @throws IOException when that fails; usually a {@link MocapException}
   */
  MocapConnection connect(Reception reception) throws IOException;
}
