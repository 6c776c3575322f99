package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.mocap.wire.NatNetDecoder;
import minitaur.hal.mocap.wire.QtmDecoder;
import minitaur.hal.mocap.wire.StreamDecoder;
import minitaur.hal.mocap.wire.VrpnDecoder;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Mutated, truncated, repeated and random bytes of each protocol: no exception escapes a decoder,
 * its memory does not grow, and afterward it decodes a valid stream.
 */
class CorruptedStreamsTest {
  private static final int STREAMS = 4_000;
  private static final int PACKETS = 12;

  /** Bound after warm-up, when buffers have reached their limits. */
  private static final long MAX_BYTES_PER_STREAM = 400_000;

  private final RandomStream random = RandomStream.of(5, "damage");
  private final RecordingListener listener = new RecordingListener();

  /** A decoder of any protocol. */
  private interface Reader {
    boolean read(byte[] bytes);

    void reset();
  }

  private static Reader reader(MocapSource source, RecordingListener listener) {
    return switch (source) {
      case VRPN -> stream(new VrpnDecoder(listener));
      case QTM -> stream(new QtmDecoder(listener));
      case NATNET -> {
        NatNetDecoder decoder = new NatNetDecoder(listener);
        yield new Reader() {
          @Override
          public boolean read(byte[] bytes) {
            int malformed = listener.malformed;
            boolean isValid = decoder.decodePacket(bytes, 0, bytes.length);
            assertThat(listener.malformed).isEqualTo(malformed + (isValid ? 0 : 1));
            return true;
          }

          @Override
          public void reset() {
            decoder.reset();
          }
        };
      }
    };
  }

  private static Reader stream(StreamDecoder decoder) {
    return new Reader() {
      @Override
      public boolean read(byte[] bytes) {
        boolean isUsable = decoder.feed(bytes, 0, bytes.length);
        assertThat(decoder.problem() == null).isEqualTo(isUsable);
        return isUsable;
      }

      @Override
      public void reset() {
        decoder.reset();
      }
    };
  }

  /** Valid packets of a server: description, bodies, a frame, and others. */
  private static List<byte[]> validPackets(MocapSource source, int version) {
    List<EmulatedBody> bodies = RecordingListener.twoBodies(1.5, true);
    List<String> names = List.of("Minitaur", "Box & lid");
    return switch (source) {
      case VRPN ->
          List.of(
              VrpnEncoder.cookie("07.35"),
              VrpnEncoder.type(3, VrpnDecoder.POSE_TYPE),
              VrpnEncoder.sender(7, "Minitaur"),
              VrpnEncoder.pose(7, 3, 0, 5_000_250_000L, bodies.get(0).pose));
      case NATNET -> {
        int[][] versions = {{3, 0}, {3, 1}, {4, 0}, {4, 1}, {4, 2}};
        int[] versionNumbers = versions[version % versions.length];
        NatNetEncoder encoder = new NatNetEncoder(versionNumbers[0], versionNumbers[1], 10_000_000);
        yield List.of(
            encoder.serverInfo(1511, false, "0.0.0.0"),
            encoder.model(names),
            encoder.frame(41, 5_000_250_000L, bodies, version % 2 == 0),
            encoder.echo(3, 4));
      }
      case QTM ->
          List.of(
              QtmEncoder.text(QtmEncoder.RESPONSE, "QTM RT Interface connected"),
              QtmEncoder.names(names),
              QtmEncoder.frame(41, 5_000_250_000L, bodies),
              QtmEncoder.text(QtmEncoder.ERROR, "Parse error"));
    };
  }

  private byte[] corrupted(byte[] packet) {
    byte[] bytes = packet.clone();
    switch ((int) (6 * random.nextDouble())) {
      case 0 -> {
        int changes = 1 + (int) (4 * random.nextDouble());
        for (int i = 0; i < changes; i++) {
          bytes[randomIndex(bytes.length)] ^= (byte) (1 << randomIndex(8));
        }
      }
      case 1 -> {
        // Extreme lengths and counts.
        byte[] extremes = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};
        int start = randomIndex(bytes.length);
        for (int i = start; i < Math.min(start + 4, bytes.length); i++) {
          bytes[i] = extremes[randomIndex(extremes.length)];
        }
      }
      case 2 -> bytes = Arrays.copyOf(bytes, randomIndex(bytes.length + 1));
      case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + randomIndex(200));
      case 4 -> bytes = Arrays.copyOfRange(bytes, randomIndex(bytes.length), bytes.length);
      default -> {
        bytes = new byte[randomIndex(2_000)];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) randomIndex(256);
        }
      }
    }
    return bytes;
  }

  private int randomIndex(int bound) {
    return bound == 0 ? 0 : (int) (bound * random.nextDouble());
  }

  @ParameterizedTest
  @EnumSource
  void decodersSurviveCorruptedStreams(MocapSource source) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    listener.recordsLines = false;
    Reader reader = reader(source, listener);
    long maxBytes = 0;
    for (int i = 0; i < STREAMS; i++) {
      List<byte[]> packets = new ArrayList<>();
      List<byte[]> valid = validPackets(source, i);
      for (int j = 0; j < PACKETS; j++) {
        byte[] next = valid.get(j < valid.size() ? j : randomIndex(valid.size()));
        packets.add(random.nextDouble() < 0.4 ? corrupted(next) : next);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      reader.reset();
      for (byte[] packet : packets) {
        if (!reader.read(packet)) {
          break;
        }
      }
      if (i > STREAMS / 4) {
        maxBytes = Math.max(maxBytes, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertThat(maxBytes).as("bytes allocated per stream").isLessThan(MAX_BYTES_PER_STREAM);
    reader.reset();
    int samples = listener.sampleCount;
    for (byte[] packet : validPackets(source, 0)) {
      assertThat(reader.read(packet)).isTrue();
    }
    assertThat(listener.sampleCount).isEqualTo(samples + (source == MocapSource.VRPN ? 1 : 2));
    assertThat(listener.lastSample.tracked).isTrue();
  }
}
