package minitaur.hal.mocap.client;

import java.io.IOException;

/** Opens connections to servers of one protocol. */
interface MocapConnector {
  /**
   * Connects and performs the handshake.
   *
   * @throws IOException when the connection fails; normally a {@link MocapException}
   */
  MocapConnection connect(PoseReceiver poseReceiver) throws IOException;
}
