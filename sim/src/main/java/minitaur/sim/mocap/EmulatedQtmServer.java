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
  private static final int MAX_COMMAND_BYTES = 1024;
  private static final int MIN_MINOR = 8;
  private static final int MAX_MINOR = 25;
  private static final String MIN_VERSION = "1." + MIN_MINOR;

  /** Event number for a started measurement. */
  private static final int RUNNING = 3;

  private final TcpStreamServer clients;
  private final int maxMinor;
  private volatile List<String> names;
  private volatile byte @Nullable [] latestFrame;

  /**
   * @param port TCP port; 0 for any free port
   * @param names names of the bodies
   */
  public EmulatedQtmServer(int port, List<String> names) throws IOException {
    this(port, names, MAX_MINOR);
  }

  /** A server that supports protocol versions up to 1.{@code maxMinor}. */
  EmulatedQtmServer(int port, List<String> names, int maxMinor) throws IOException {
    this.names = List.copyOf(names);
    this.maxMinor = maxMinor;
    clients = new TcpStreamServer(port, "emulated-qtm", this::serve);
  }

  @Override
  public int port() {
    return clients.port();
  }

  @Override
  public void publish(long frame, long serverNanos, List<EmulatedBody> bodies) {
    names = bodies.stream().map(body -> body.name).toList();
    byte[] bytes = QtmEncoder.frame(frame, serverNanos, bodies);
    latestFrame = bytes;
    clients.broadcast(bytes);
  }

  @Override
  public void close() {
    clients.close();
  }

  private void serve(TcpStreamServer.Client client) throws IOException {
    client.write(QtmEncoder.text(QtmEncoder.RESPONSE, "QTM RT Interface connected"));
    DataInputStream input = new DataInputStream(client.input());
    String version = MIN_VERSION;
    while (true) {
      int size = Integer.reverseBytes(input.readInt());
      input.readInt();
      if (size < HEADER_BYTES || size > HEADER_BYTES + MAX_COMMAND_BYTES) {
        return;
      }
      byte[] text = new byte[size - HEADER_BYTES];
      input.readFully(text);
      String command =
          new String(text, StandardCharsets.US_ASCII)
              .replace("\0", "")
              .strip()
              .toLowerCase(Locale.ROOT);
      if (command.startsWith("version ") && isSupported(command.substring("version ".length()))) {
        version = command.substring("version ".length());
      }
      handle(client, command, version);
    }
  }

  private void handle(TcpStreamServer.Client client, String command, String version)
      throws IOException {
    String name = command.split("\\s+", 2)[0];
    String arguments = command.substring(name.length()).strip();
    switch (name) {
      case "version" -> setVersion(client, arguments, version);
      case "qtmversion" -> respond(client, "QTM Version is 2024.1 (build 12345)");
      case "byteorder" -> respond(client, "Byte order is little endian");
      case "checklicense" -> respond(client, "License pass");
      case "getstate" -> client.write(QtmEncoder.event(RUNNING));
      case "getparameters" -> client.write(QtmEncoder.names(names, version));
      case "getcurrentframe" -> {
        byte[] frame = latestFrame;
        client.write(frame == null ? error("No data available") : frame);
      }
      case "streamframes" -> stream(client, arguments);
      default -> client.write(error("Parse error"));
    }
  }

  private void setVersion(TcpStreamServer.Client client, String requested, String version)
      throws IOException {
    if (requested.isEmpty()) {
      respond(client, "Version is " + version);
    } else if (isSupported(requested)) {
      respond(client, "Version set to " + requested);
    } else {
      client.write(error("Version not supported"));
    }
  }

  /** Starts or stops streaming; only component 6D is supported. */
  private static void stream(TcpStreamServer.Client client, String arguments) throws IOException {
    boolean isStop = arguments.equals("stop");
    if (isStop || List.of(arguments.split("\\s+", -1)).contains("6d")) {
      client.setStreaming(!isStop);
    } else {
      client.write(error("Parse error: this emulated server streams component 6D only"));
    }
  }

  private static void respond(TcpStreamServer.Client client, String text) throws IOException {
    client.write(QtmEncoder.text(QtmEncoder.RESPONSE, text));
  }

  private static byte[] error(String text) {
    return QtmEncoder.text(QtmEncoder.ERROR, text);
  }

  private boolean isSupported(String version) {
    if (!version.matches("1\\.\\d{1,3}")) {
      return false;
    }
    int minor = Integer.parseInt(version.substring(2));
    return minor >= MIN_MINOR && minor <= maxMinor;
  }
}
