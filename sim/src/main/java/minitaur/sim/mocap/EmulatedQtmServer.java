package minitaur.sim.mocap;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Emulated QTM server over TCP. It supports versions 1.8 to 1.25 of the real-time protocol, limited
 * to 6D bodies, every frame, and the commands that clients send when they connect.
 */
public final class EmulatedQtmServer implements EmulatedMocapServer {
  private static final int HEADER_BYTES = 8;
  private static final int LONGEST_COMMAND = 1024;
  private static final int OLDEST_MINOR = 8;
  private static final int NEWEST_MINOR = 25;
  private static final String OLDEST_VERSION = "1." + OLDEST_MINOR;

  /** Event number for a started measurement. */
  private static final int RUNNING = 3;

  private final TcpClients clients;
  private final int newestMinor;
  private volatile List<String> names;
  private volatile byte @Nullable [] newest;

  /**
   * @param port TCP port; 0 for any free port
   * @param names names of the bodies
   */
  public EmulatedQtmServer(int port, List<String> names) throws IOException {
    this(port, names, NEWEST_MINOR);
  }

  /** A server that supports protocol versions up to 1.{@code newestMinor}. */
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
    byte[] bytes = QtmEncoder.frame(frame, serverNanos, bodies);
    newest = bytes;
    clients.broadcast(bytes);
  }

  @Override
  public void close() {
    clients.close();
  }

  private void serve(TcpClients.Client client) throws IOException {
    client.write(QtmEncoder.text(QtmEncoder.ANSWER, "QTM RT Interface connected"));
    DataInputStream input = new DataInputStream(client.input());
    String version = OLDEST_VERSION;
    while (true) {
      int size = Integer.reverseBytes(input.readInt());
      input.readInt();
      if (size < HEADER_BYTES || size > HEADER_BYTES + LONGEST_COMMAND) {
        return;
      }
      byte[] text = new byte[size - HEADER_BYTES];
      input.readFully(text);
      String command =
          new String(text, StandardCharsets.US_ASCII)
              .replace("\0", "")
              .strip()
              .toLowerCase(Locale.ROOT);
      if (command.startsWith("version ") && isKnown(command.substring("version ".length()))) {
        version = command.substring("version ".length());
      }
      obey(client, command, version);
    }
  }

  private void obey(TcpClients.Client client, String command, String version) throws IOException {
    String name = command.split("\\s+", 2)[0];
    String arguments = command.substring(name.length()).strip();
    switch (name) {
      case "version" -> setVersion(client, arguments, version);
      case "qtmversion" -> answer(client, "QTM Version is 2024.1 (build 12345)");
      case "byteorder" -> answer(client, "Byte order is little endian");
      case "checklicense" -> answer(client, "License pass");
      case "getstate" -> client.write(QtmEncoder.event(RUNNING));
      case "getparameters" -> client.write(QtmEncoder.names(names, version));
      case "getcurrentframe" -> {
        byte[] frame = newest;
        client.write(frame == null ? refusal("No data available") : frame);
      }
      case "streamframes" -> stream(client, arguments);
      default -> client.write(refusal("Parse error"));
    }
  }

  private void setVersion(TcpClients.Client client, String wanted, String version)
      throws IOException {
    if (wanted.isEmpty()) {
      answer(client, "Version is " + version);
    } else if (isKnown(wanted)) {
      answer(client, "Version set to " + wanted);
    } else {
      client.write(refusal("Version not supported"));
    }
  }

  /** Starts or stops streaming; only component 6D is supported. */
  private static void stream(TcpClients.Client client, String arguments) throws IOException {
    boolean stops = arguments.equals("stop");
    if (stops || List.of(arguments.split("\\s+", -1)).contains("6d")) {
      client.stream(!stops);
    } else {
      client.write(refusal("Parse error: this emulated server streams component 6D only"));
    }
  }

  private static void answer(TcpClients.Client client, String text) throws IOException {
    client.write(QtmEncoder.text(QtmEncoder.ANSWER, text));
  }

  private static byte[] refusal(String text) {
    return QtmEncoder.text(QtmEncoder.ERROR, text);
  }

  private boolean isKnown(String version) {
    if (!version.matches("1\\.\\d{1,3}")) {
      return false;
    }
    int minor = Integer.parseInt(version.substring(2));
    return minor >= OLDEST_MINOR && minor <= newestMinor;
  }
}
