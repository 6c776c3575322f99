package minitaur.hal.mocap.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import minitaur.hal.mocap.wire.BodySample;
import minitaur.hal.mocap.wire.QtmDecoder;
import minitaur.hal.mocap.wire.QtmListener;
import org.jspecify.annotations.Nullable;

/**
 * Connects to Qualisys Track Manager: negotiates the version, requests the names of the 6D bodies,
 * then streams frames.
 */
final class QtmConnector implements MocapConnector {
  private static final String VERSION = "1.19";
  private static final int COMMAND = 1;
  private static final long GREETING_NANOS = 1_000_000_000;

  /** QTM may not answer while it changes its settings, so names are requested again. */
  private static final long ASK_AGAIN_NANOS = 500_000_000;

  private final MocapConfig config;

  QtmConnector(MocapConfig config) {
    this.config = config;
  }

  @Override
  public MocapConnection connect(Reception reception) throws IOException {
    Connection connection = new Connection(new TcpStream(config), reception, config);
    try {
      connection.introduce();
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private static final class Connection implements MocapConnection, QtmListener {
    private final TcpStream stream;
    private final Reception reception;
    private final MocapConfig config;
    private final QtmDecoder decoder = new QtmDecoder(this);
    private @Nullable String answer;
    private @Nullable String refusal;
    private boolean named;
    private boolean noBodies;
    private long askedNanos;

    Connection(TcpStream stream, Reception reception, MocapConfig config) {
      this.stream = stream;
      this.reception = reception;
      this.config = config;
    }

    void introduce() throws IOException {
      if (!awaitAnswer("connected")) {
        throw new MocapException(
            MocapProblem.WRONG_PORT,
            "%s accepts connections and does not greet as QTM does; check the port (default 22223)"
                .formatted(config.describeServer()));
      }
      send("Version " + VERSION);
      if (!awaitAnswer("Version")) {
        throw new MocapException(
            MocapProblem.WRONG_VERSION,
            "%s does not speak version %s of the protocol%s; update QTM to 2018.1 or later"
                .formatted(
                    config.describeServer(),
                    VERSION,
                    refusal == null ? "" : " (it sent '" + refusal + "')"));
      }
      askNames();
      send("StreamFrames AllFrames 6D");
    }

    @Override
    public boolean receive() throws IOException {
      int count = stream.read();
      if (!decoder.feed(stream.chunk(), 0, count)) {
        throw new MocapException(
            MocapProblem.WRONG_PORT,
            "%s cannot be understood: %s; check the port (default 22223)"
                .formatted(config.describeServer(), decoder.problem()));
      }
      if (!named && reception.nanos() - askedNanos > ASK_AGAIN_NANOS) {
        askNames();
        send("StreamFrames AllFrames 6D");
      }
      return count > 0;
    }

    @Override
    public @Nullable MocapException explainSilence() {
      if (!noBodies) {
        return null;
      }
      return new MocapException(
          MocapProblem.SILENT,
          ("%s sends no 6D data (it sent '%s'); start a measurement or real-time preview in QTM and"
                  + " enable 6DOF tracking")
              .formatted(config.describeServer(), refusal));
    }

    @Override
    public void close() {
      stream.close();
    }

    @Override
    public void answer(String text) {
      answer = text;
    }

    @Override
    public void refusal(String text) {
      refusal = text;
      noBodies = true;
    }

    @Override
    public void namesChanged() {
      named = false;
      askedNanos = reception.nanos() - ASK_AGAIN_NANOS;
    }

    @Override
    public void body(int id, String name) {
      named = true;
      noBodies = false;
      reception.body(id, name);
    }

    @Override
    public void forgetBodies() {
      reception.forgetBodies();
    }

    @Override
    public void sample(BodySample sample) {
      reception.sample(sample);
    }

    @Override
    public void malformed() {
      reception.malformed();
    }

    private boolean awaitAnswer(String start) throws IOException {
      long deadline = reception.nanos() + GREETING_NANOS;
      answer = null;
      refusal = null;
      named = true;
      while (reception.nanos() < deadline && refusal == null) {
        receive();
        if (answer != null && answer.contains(start)) {
          named = false;
          return true;
        }
      }
      return false;
    }

    private void askNames() throws IOException {
      askedNanos = reception.nanos();
      send("GetParameters 6D");
    }

    private void send(String command) throws IOException {
      byte[] text = command.getBytes(StandardCharsets.US_ASCII);
      ByteBuffer packet = ByteBuffer.allocate(9 + text.length).order(ByteOrder.LITTLE_ENDIAN);
      packet.putInt(packet.capacity()).putInt(COMMAND).put(text);
      stream.write(packet.array());
    }
  }
}
