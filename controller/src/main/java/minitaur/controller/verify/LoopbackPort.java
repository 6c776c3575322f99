package minitaur.controller.verify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
public final class LoopbackPort {
  private LoopbackPort() {}

  /** Returns a TCP port that no program listens on at the moment. */
  public static int free() throws IOException {
    try (ServerSocket socket = open()) {
      return socket.getLocalPort();
    }
  }

  /** Returns two different TCP ports that no program listens on at the moment. */
  public static int[] freePair() throws IOException {
    // Open at the same time, so that their ports differ.
    try (ServerSocket first = open();
        ServerSocket second = open()) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    }
  }

  private static ServerSocket open() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
