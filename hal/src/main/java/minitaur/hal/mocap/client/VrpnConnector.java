package minitaur.hal.mocap.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minitaur.hal.mocap.wire.VrpnDecoder;
import org.jspecify.annotations.Nullable;

/** Connects to VRPN servers over TCP only; they then send all data over this connection. */
final class VrpnConnector implements MocapConnector {
  private final MocapConfig config;

  VrpnConnector(MocapConfig config) {
    this.config = config;
  }

  @Override
  public MocapConnection connect(PoseReceiver poseReceiver) throws IOException {
    TcpStream stream = new TcpStream(config);
    try {
      stream.write(
          Arrays.copyOf(
              VrpnDecoder.COOKIE.getBytes(StandardCharsets.US_ASCII), VrpnDecoder.COOKIE_BYTES));
    } catch (IOException e) {
      stream.close();
      throw e;
    }
    return new Connection(stream, new VrpnDecoder(poseReceiver), config);
  }

  private record Connection(TcpStream stream, VrpnDecoder decoder, MocapConfig config)
      implements MocapConnection {
    @Override
    public boolean receive() throws IOException {
      int count = stream.read();
      if (!decoder.feed(stream.chunk(), 0, count)) {
        throw toException(String.valueOf(decoder.problem()));
      }
      return count > 0;
    }

    private MocapException toException(String detail) {
      if (decoder.hasCookie()) {
        return new MocapException(
            MocapProblem.LOST,
            "the %s sends invalid data: %s; reconnecting"
                .formatted(config.describeServer(), detail));
      }
      boolean isVersionMismatch = detail.contains("version");
      return new MocapException(
          isVersionMismatch ? MocapProblem.WRONG_VERSION : MocapProblem.WRONG_PORT,
          "%s responds, but %s; %s"
              .formatted(
                  config.describeServer(),
                  detail,
                  isVersionMismatch
                      ? "this program supports VRPN 07: update the server"
                      : "check the port (VRPN's default is 3883)"));
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
}
