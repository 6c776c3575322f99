package minitaur.hal.mocap.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minitaur.hal.mocap.wire.VrpnDecoder;
import org.jspecify.annotations.Nullable;

/** Connection to a VRPN server over TCP only; the server then sends all data over it. */
final class VrpnConnection implements MocapConnection {
  private final MocapConfig config;
  private final TcpStream stream;
  private final VrpnDecoder decoder;

  /**
   * Connects and sends the cookie.
   *
   * @throws IOException when the connection fails; normally a {@link MocapException}
   */
  VrpnConnection(MocapConfig config, PoseReceiver poseReceiver) throws IOException {
    this.config = config;
    decoder = new VrpnDecoder(poseReceiver);
    stream = new TcpStream(config);
    try {
      stream.write(
          Arrays.copyOf(
              VrpnDecoder.COOKIE.getBytes(StandardCharsets.US_ASCII), VrpnDecoder.COOKIE_BYTES));
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  @Override
  public boolean receive() throws IOException {
    boolean received = stream.read(decoder);
    String problem = decoder.problem();
    if (problem != null) {
      throw toException(problem);
    }
    return received;
  }

  private MocapException toException(String detail) {
    if (decoder.hasCookie()) {
      return new MocapException(
          MocapProblem.LOST,
          "the %s sends invalid data: %s; reconnecting",
          config.describeServer(),
          detail);
    }
    boolean isVersionMismatch = detail.contains("version");
    return new MocapException(
        isVersionMismatch ? MocapProblem.WRONG_VERSION : MocapProblem.WRONG_PORT,
        "%s responds, but %s; %s",
        config.describeServer(),
        detail,
        isVersionMismatch
            ? "this program supports VRPN 07: update the server"
            : "check the port (VRPN's default is 3883)");
  }

  @Override
  public @Nullable MocapException explainSilence() {
    return decoder.hasCookie()
        ? null
        : new MocapException(
            MocapProblem.WRONG_PORT,
            "%s accepts connections but sends nothing, unlike a VRPN server; check the port"
                    .formatted(config.describeServer())
                + " (default 3883)");
  }

  @Override
  public void close() {
    stream.close();
  }
}
