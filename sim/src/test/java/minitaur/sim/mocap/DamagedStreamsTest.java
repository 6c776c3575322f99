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
 * its memory does not grow, and afterwards it reads a good stream as before.
 */
class DamagedStreamsTest {
  private static final int CONVERSATIONS = 4_000;
  private static final int PACKETS = 12;

  /** After the first ones, in which buffers grow to their limits. */
  private static final long MAX_BYTES_PER_CONVERSATION = 400_000;

  private final RandomStream random = RandomStream.of(5, "damage");
  private final Bodies bodies = new Bodies();

  /** A decoder of any protocol. */
  private interface Reader {
    boolean read(byte[] bytes);

    void reset();
  }

  private static Reader reader(MocapSource source, Bodies bodies) {
    return switch (source) {
      case VRPN -> stream(new VrpnDecoder(bodies));
      case QTM -> stream(new QtmDecoder(bodies));
      case NATNET -> {
        NatNetDecoder decoder = new NatNetDecoder(bodies);
        yield new Reader() {
          @Override
          public boolean read(byte[] bytes) {
            long malformed = decoder.malformed();
            boolean good = decoder.packet(bytes, 0, bytes.length);
            assertThat(decoder.malformed()).isEqualTo(malformed + (good ? 0 : 1));
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
        boolean usable = decoder.feed(bytes, 0, bytes.length);
        assertThat(decoder.problem() == null).isEqualTo(usable);
        return usable;
      }

      @Override
      public void reset() {
        decoder.reset();
      }
    };
  }

  /** What a server sends: who it is, its bodies, a frame, and what else there is. */
  private static List<byte[]> good(MocapSource source, int version) {
    List<EmulatedBody> two = Bodies.two(1.5, true);
    List<String> names = List.of("Minitaur", "Box & lid");
    return switch (source) {
      case VRPN ->
          List.of(
              VrpnEncoder.cookie("07.35"),
              VrpnEncoder.type(3, VrpnDecoder.POSE_TYPE),
              VrpnEncoder.sender(7, "Minitaur"),
              VrpnEncoder.pose(7, 3, 0, 5_000_250_000L, two.get(0).pose));
      case NATNET -> {
        int[][] versions = {{3, 0}, {3, 1}, {4, 0}, {4, 1}, {4, 2}};
        int[] one = versions[version % versions.length];
        NatNetEncoder encoder = new NatNetEncoder(one[0], one[1], 10_000_000);
        yield List.of(
            encoder.serverInfo(1511, false, "0.0.0.0"),
            encoder.model(names),
            encoder.frame(41, 5_000_250_000L, two, version % 2 == 0),
            encoder.echo(3, 4));
      }
      case QTM ->
          List.of(
              QtmEncoder.text(QtmEncoder.ANSWER, "QTM RT Interface connected"),
              QtmEncoder.names(names),
              QtmEncoder.frame(41, 5_000_250_000L, two),
              QtmEncoder.text(QtmEncoder.ERROR, "Parse error"));
    };
  }

  private byte[] damaged(byte[] packet) {
    byte[] bytes = packet.clone();
    switch ((int) (6 * random.nextDouble())) {
      case 0 -> {
        int changes = 1 + (int) (4 * random.nextDouble());
        for (int i = 0; i < changes; i++) {
          bytes[at(bytes.length)] ^= (byte) (1 << at(8));
        }
      }
      case 1 -> {
        // Extreme lengths and counts.
        byte[] extremes = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};
        int start = at(bytes.length);
        for (int i = start; i < Math.min(start + 4, bytes.length); i++) {
          bytes[i] = extremes[at(extremes.length)];
        }
      }
      case 2 -> bytes = Arrays.copyOf(bytes, at(bytes.length + 1));
      case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + at(200));
      case 4 -> bytes = Arrays.copyOfRange(bytes, at(bytes.length), bytes.length);
      default -> {
        bytes = new byte[at(2_000)];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) at(256);
        }
      }
    }
    return bytes;
  }

  private int at(int bound) {
    return bound == 0 ? 0 : (int) (bound * random.nextDouble());
  }

  @ParameterizedTest
  @EnumSource
  void damagedStreamsDoNoHarm(MocapSource source) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    bodies.keepsLines = false;
    Reader reader = reader(source, bodies);
    long most = 0;
    for (int i = 0; i < CONVERSATIONS; i++) {
      List<byte[]> packets = new ArrayList<>();
      List<byte[]> good = good(source, i);
      for (int j = 0; j < PACKETS; j++) {
        byte[] next = good.get(j < good.size() ? j : at(good.size()));
        packets.add(random.nextDouble() < 0.4 ? damaged(next) : next);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      reader.reset();
      for (byte[] packet : packets) {
        if (!reader.read(packet)) {
          break;
        }
      }
      if (i > CONVERSATIONS / 4) {
        most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertThat(most)
        .as("bytes allocated by one conversation")
        .isLessThan(MAX_BYTES_PER_CONVERSATION);
    reader.reset();
    int samples = bodies.samples;
    for (byte[] packet : good(source, 0)) {
      assertThat(reader.read(packet)).isTrue();
    }
    assertThat(bodies.samples).isEqualTo(samples + (source == MocapSource.VRPN ? 1 : 2));
    assertThat(bodies.last.tracked).isTrue();
  }
}
