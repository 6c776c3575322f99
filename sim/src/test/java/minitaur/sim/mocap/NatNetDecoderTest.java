package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import minitaur.hal.mocap.wire.NatNetDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatNetDecoderTest {
  private static final long CLOCK_HZ = 10_000_000;
  private static final List<String> NAMES = List.of("Minitaur", "Box & lid");

  private final RecordingListener listener = new RecordingListener();
  private final NatNetDecoder decoder = new NatNetDecoder(listener);

  private boolean read(byte[] packet) {
    return decoder.decodePacket(packet, 0, packet.length);
  }

  private static NatNetEncoder encoder(int major, int minor) {
    return new NatNetEncoder(major, minor, CLOCK_HZ);
  }

  @ParameterizedTest
  @CsvSource({"3,0", "3,1", "4,0", "4,1", "4,2"})
  void decodesEveryVersion(int major, int minor) {
    NatNetEncoder encoder = encoder(major, minor);
    assertThat(read(encoder.serverInfo(1511, true, "239.255.42.99"))).isTrue();
    assertThat(read(encoder.model(NAMES))).isTrue();
    assertThat(
            read(encoder.frame(41, 5_000_250_000L, RecordingListener.twoBodies(1.5, false), true)))
        .isTrue();
    assertThat(read(encoder.echo(77, 9_000_000_100L))).isTrue();
    assertThat(listener.lines)
        .containsExactly(
            ("server NatNetServer[name=Motive, major=%d, minor=%d, clockHz=10000000, dataPort=1511,"
                    + " multicast=true, group=239.255.42.99]")
                .formatted(major, minor),
            "bodies cleared",
            "body 1 Minitaur",
            "body 2 Box & lid",
            "sample 1 41 5000250000 true 1.500",
            "sample 2 41 5000250000 false 0.000",
            "model changed",
            "echo 77 9000000100");
    assertThat(listener.malformed).isZero();
  }

  @Test
  void bodiesAreYUp() {
    NatNetEncoder encoder = encoder(4, 1);
    read(encoder.serverInfo(1511, false, "0.0.0.0"));
    read(encoder.frame(1, 1, RecordingListener.twoBodies(1.5, true).subList(0, 1), false));
    assertThat(listener.lastSample.pose.yMetres).isEqualTo(0.5, within(1e-6));
    assertThat(listener.lastSample.pose.zMetres).isEqualTo(0.25, within(1e-6));
  }

  @Test
  void ignoresFramesBeforeServerInfo() {
    assertThat(read(encoder(4, 1).frame(1, 1, RecordingListener.twoBodies(1, true), false)))
        .isTrue();
    assertThat(listener.lines).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3,1", "4,0", "4,1"})
  void toleratesTruncatedAndCorruptedPackets(int major, int minor) {
    NatNetEncoder encoder = encoder(major, minor);
    read(encoder.serverInfo(1511, false, "0.0.0.0"));
    for (byte[] valid :
        List.of(
            encoder.model(NAMES),
            encoder.frame(41, 5_000_250_000L, RecordingListener.twoBodies(1.5, true), false))) {
      for (int length = 0; length < valid.length; length++) {
        byte[] truncated = Arrays.copyOf(valid, length);
        assertThat(decoder.decodePacket(truncated, 0, length)).as("length %d", length).isFalse();
        // Truncated, with a consistent header; the last bytes of a frame are unused.
        if (length >= 4) {
          ByteBuffer.wrap(truncated)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putShort(2, (short) (length - 4));
          decoder.decodePacket(truncated, 0, length);
        }
      }
      for (int position = 4; position + 4 <= valid.length; position++) {
        for (int value : new int[] {-1, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
          byte[] corrupted = valid.clone();
          ByteBuffer.wrap(corrupted).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
          read(corrupted);
        }
      }
      // Known definitions are not reported again.
      decoder.reset();
      read(encoder.serverInfo(1511, false, "0.0.0.0"));
      listener.lines.clear();
      assertThat(read(valid)).isTrue();
      assertThat(listener.lines).isNotEmpty();
    }
  }
}
