package minitaur.hal.mocap.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import minitaur.hal.mocap.wire.QtmDecoder;
import minitaur.hal.mocap.wire.QtmListener;
import org.jspecify.annotations.Nullable;

/**
 * Connection to Qualisys Track Manager: negotiates the version, requests the names of the 6D
 * bodies, then streams frames.
 */
final class QtmConnection extends BodyConnection implements QtmListener {
  private static final String VERSION = "1.19";
  private static final int COMMAND = 1;
  private static final long RESPONSE_TIMEOUT_NANOS = 1_000_000_000;

  /** QTM may not answer while it changes its settings, so names are requested again. */
  private static final long RETRY_NANOS = 500_000_000;

  private final TcpStream stream;
  private final QtmDecoder decoder = new QtmDecoder(this);
  private @Nullable String response;
  private @Nullable String errorText;
  private boolean hasNames;
  private boolean hasNoBodies;
  private long lastRequestNanos;

  /**
   * Connects and performs the handshake.
   *
   * @throws IOException when the connection fails; normally a {@link MocapException}
   */
  QtmConnection(MocapConfig config, PoseReceiver poseReceiver) throws IOException {
    super(config, poseReceiver);
    stream = new TcpStream(config);
    try {
      handshake();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void handshake() throws IOException {
    if (!awaitResponse("connected")) {
      throw new MocapException(
          MocapProblem.WRONG_PORT,
          "%s accepts connections but sends no QTM greeting; check the port (default 22223)",
          config.describeServer());
    }
    send("Version " + VERSION);
    if (!awaitResponse("Version")) {
      throw new MocapException(
          MocapProblem.WRONG_VERSION,
          "%s does not support version %s of the protocol%s; update QTM to 2018.1 or later",
          config.describeServer(),
          VERSION,
          errorText == null ? "" : " (it sent '" + errorText + "')");
    }
    requestNames();
    send("StreamFrames AllFrames 6D");
  }

  @Override
  public boolean receive() throws IOException {
    boolean received = stream.read(decoder);
    if (decoder.problem() != null) {
      throw new MocapException(
          MocapProblem.WRONG_PORT,
          "%s sends invalid data: %s; check the port (default 22223)",
          config.describeServer(),
          decoder.problem());
    }
    if (!hasNames && poseReceiver.nanos() - lastRequestNanos > RETRY_NANOS) {
      requestNames();
      send("StreamFrames AllFrames 6D");
    }
    return received;
  }

  @Override
  public @Nullable MocapException explainSilence() {
    if (!hasNoBodies) {
      return null;
    }
    return new MocapException(
        MocapProblem.SILENT,
        "%s sends no 6D data (it sent '%s'); start a measurement or real-time preview in QTM and"
            + " enable 6DOF tracking",
        config.describeServer(),
        errorText);
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public void onResponse(String text) {
    response = text;
  }

  @Override
  public void onError(String text) {
    errorText = text;
    hasNoBodies = true;
  }

  @Override
  public void onNamesChanged() {
    hasNames = false;
    lastRequestNanos = poseReceiver.nanos() - RETRY_NANOS;
  }

  @Override
  public void onBody(int id, String name) {
    hasNames = true;
    hasNoBodies = false;
    super.onBody(id, name);
  }

  private boolean awaitResponse(String expectedText) throws IOException {
    long deadline = poseReceiver.nanos() + RESPONSE_TIMEOUT_NANOS;
    response = null;
    errorText = null;
    hasNames = true;
    while (poseReceiver.nanos() < deadline && errorText == null) {
      receive();
      if (response != null && response.contains(expectedText)) {
        hasNames = false;
        return true;
      }
    }
    return false;
  }

  private void requestNames() throws IOException {
    lastRequestNanos = poseReceiver.nanos();
    send("GetParameters 6D");
  }

  private void send(String command) throws IOException {
    byte[] text = command.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer packet = ByteBuffer.allocate(9 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    packet.putInt(packet.capacity()).putInt(COMMAND).put(text);
    stream.write(packet.array());
  }
}
