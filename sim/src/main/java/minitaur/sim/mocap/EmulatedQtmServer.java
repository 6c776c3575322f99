package minitaur.sim.mocap;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Speaks QTM's real-time protocol over TCP: 6D bodies, every frame. */
public final class EmulatedQtmServer implements EmulatedMocapServer {
  private static final int HEADER_BYTES = 8;
  private static final int LONGEST_COMMAND = 1024;
  private static final int OLDEST_MINOR = 8;

  private final TcpClients clients;
  private final int newestMinor;
  private volatile List<String> names;

  /**
   * @param port 0 for any that is free
   * @param names what the bodies are called
   */
  public EmulatedQtmServer(int port, List<String> names) throws IOException {
    this(port, names, 24);
  }

  /** A server that speaks protocols up to 1.{@code newestMinor}. */
  EmulatedQtmServer(int port, List<String> names, int newestMinor) throws IOException {
    this.names = List.copyOf(names);
    this.newestMinor = newestMinor;
    clients = new TcpClients(port, "emulated-qtm", this::serve);
  }

  @Override
  public int port() {
    return clients.port();
  }

  @Override
  public void publish(long frame, long serverNanos, List<EmulatedBody> bodies) {
    names = bodies.stream().map(body -> body.name).toList();
    clients.broadcast(QtmEncoder.frame(frame, serverNanos, bodies));
  }

  @Override
  public void close() {
    clients.close();
  }

  private void serve(TcpClients.Client client) throws IOException {
    client.write(QtmEncoder.text(QtmEncoder.ANSWER, "QTM RT Interface connected"));
    DataInputStream input = new DataInputStream(client.input());
    while (true) {
      int size = Integer.reverseBytes(input.readInt());
      input.readInt();
      if (size < HEADER_BYTES || size > HEADER_BYTES + LONGEST_COMMAND) {
        return;
      }
      byte[] text = new byte[size - HEADER_BYTES];
      input.readFully(text);
      String command = new String(text, StandardCharsets.US_ASCII).replace("\0", "").strip();
      obey(client, command);
    }
  }

  private void obey(TcpClients.Client client, String command) throws IOException {
    String lower = command.toLowerCase(Locale.ROOT);
    if (lower.startsWith("version ")) {
      String version = command.substring("version ".length());
      boolean known = isKnown(version);
      client.write(
          known
              ? QtmEncoder.text(QtmEncoder.ANSWER, "Version set to " + version)
              : QtmEncoder.text(QtmEncoder.ERROR, "Version not supported"));
    } else if (lower.startsWith("getparameters")) {
      client.write(QtmEncoder.names(names));
    } else if (lower.equals("streamframes stop")) {
      client.stream(false);
    } else if (lower.startsWith("streamframes")) {
      client.stream(true);
    } else {
      client.write(QtmEncoder.text(QtmEncoder.ERROR, "Parse error"));
    }
  }

  private boolean isKnown(String version) {
    if (!version.matches("1\\.\\d{1,3}")) {
      return false;
    }
    int minor = Integer.parseInt(version.substring(2));
    return minor >= OLDEST_MINOR && minor <= newestMinor;
  }
}
