package minitaur.hal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class LinkDecoderTest {
  private final LinkFrame frame = new LinkFrame();
  private final LinkDecoder decoder = new LinkDecoder();

  @Test
  void decodesFramesSplitAtAnyByte() {
    byte[] wire = frames(1, 2, 3);
    for (int cut = 0; cut <= wire.length; cut++) {
      LinkDecoder split = new LinkDecoder();
      List<Integer> found = decode(split, Arrays.copyOfRange(wire, 0, cut));
      found.addAll(decode(split, Arrays.copyOfRange(wire, cut, wire.length)));
      assertThat(found).containsExactly(1, 2, 3);
      assertThat(split.damaged()).isZero();
    }
  }

  @Test
  void decodesPayloadsOfEveryLength() {
    RandomStream random = RandomStream.of(1, "payloads");
    byte[] payload = new byte[LinkFrame.MAX_PAYLOAD_BYTES];
    byte[] wire = new byte[LinkFrame.MAX_WIRE_BYTES];
    byte[] out = new byte[LinkFrame.MAX_PAYLOAD_BYTES];
    for (int length = 0; length <= payload.length; length++) {
      for (int i = 0; i < length; i++) {
        // Many zeros, because stuffing replaces them.
        payload[i] = (byte) (random.nextInt(3) == 0 ? 0 : random.nextInt(256));
      }
      int bytes = frame.encode(LinkFrame.Type.COMMAND, length, payload, length, wire);
      for (int i = 1; i < bytes - 1; i++) {
        assertThat(wire[i]).isNotZero();
      }
      assertThat(decode(decoder, Arrays.copyOf(wire, bytes))).containsExactly(length);
      assertThat(decoder.type()).isEqualTo(LinkFrame.Type.COMMAND);
      assertThat(decoder.payload(out)).isEqualTo(length);
      assertThat(Arrays.copyOf(out, length)).isEqualTo(Arrays.copyOf(payload, length));
    }
  }

  @Test
  void droppedByteLosesAtMostOneFrame() {
    byte[] wire = frames(1, 2, 3);
    int frameLength = wire.length / 3;
    for (int dropped = 0; dropped < wire.length; dropped++) {
      byte[] damaged = new byte[wire.length - 1];
      System.arraycopy(wire, 0, damaged, 0, dropped);
      System.arraycopy(wire, dropped + 1, damaged, dropped, damaged.length - dropped);
      assertAtMostFrameLost(damaged, dropped / frameLength);
    }
  }

  @Test
  void insertedOrChangedByteLosesAtMostOneFrame() {
    byte[] wire = frames(1, 2, 3);
    int frameLength = wire.length / 3;
    for (int at = 0; at < wire.length; at++) {
      for (int value = 0; value < 256; value += 5) {
        byte[] longer = new byte[wire.length + 1];
        System.arraycopy(wire, 0, longer, 0, at);
        longer[at] = (byte) value;
        System.arraycopy(wire, at, longer, at + 1, wire.length - at);
        assertAtMostFrameLost(longer, at / frameLength);
      }
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = wire.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertAtMostFrameLost(flipped, at / frameLength);
      }
    }
  }

  @Test
  void findsFrameInsideInterruptedFrame() {
    byte[] outer = frames(1);
    byte[] inner = frames(2);
    for (int at = 1; at < outer.length; at++) {
      byte[] nested = new byte[outer.length + inner.length];
      System.arraycopy(outer, 0, nested, 0, at);
      System.arraycopy(inner, 0, nested, at, inner.length);
      System.arraycopy(outer, at, nested, at + inner.length, outer.length - at);
      assertThat(decode(new LinkDecoder(), nested)).contains(2);
    }
  }

  @Test
  void ignoresFrameInsidePayload() {
    byte[] inner = frames(7);
    byte[] wire = new byte[LinkFrame.MAX_WIRE_BYTES];
    int bytes = frame.encode(LinkFrame.Type.STATE, 1, inner, inner.length, wire);
    assertThat(decode(decoder, Arrays.copyOf(wire, bytes))).containsExactly(1);
  }

  @Test
  void reportsOtherProtocolVersion() {
    byte[] wire = new byte[LinkFrame.MAX_WIRE_BYTES];
    int bytes = frame.encode(9, LinkFrame.Type.STATE, 1, new byte[5], 5, wire);
    assertThat(decode(decoder, Arrays.copyOf(wire, bytes))).isEmpty();
    assertThat(decoder.foreignVersion()).isEqualTo(9);
    assertThat(decoder.damaged()).isZero();
  }

  /** A random block passes the CRC with probability 2^-32; none of about 40,000 is expected to. */
  @Test
  void findsNoFrameInNoiseWithoutAllocating() {
    RandomStream random = RandomStream.of(3, "noise");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] block = new byte[1 << 16];
    long found = 0;
    long allocated = 0;
    for (int bytes = 0; bytes < 10_000_000; bytes += block.length) {
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) random.nextInt(256);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (byte value : block) {
        if (decoder.accept(value)) {
          found++;
        }
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(found).isZero();
    assertThat(decoder.damaged()).isGreaterThan(30_000);
    assertThat(allocated).isZero();
    assertThat(decode(decoder, frames(5))).containsExactly(5);
  }

  /** Damaged frames are a harder test than noise, because most bytes are correct. */
  @Test
  void rejectsDamagedFrames() {
    RandomStream random = RandomStream.of(4, "noise");
    byte[] wire = frames(1);
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = wire.clone();
      int changes = 1 + random.nextInt(6);
      for (int change = 0; change < changes; change++) {
        damaged[1 + random.nextInt(wire.length - 2)] = (byte) random.nextInt(256);
      }
      if (!Arrays.equals(damaged, wire)) {
        assertThat(decode(decoder, damaged)).isEmpty();
      }
    }
  }

  private static void assertAtMostFrameLost(byte[] wire, int index) {
    List<Integer> expected = new ArrayList<>(List.of(1, 2, 3));
    expected.remove(index);
    List<Integer> found = decode(new LinkDecoder(), wire);
    assertThat(found).containsSubsequence(expected);
    found.removeAll(expected);
    assertThat(found).isSubsetOf(List.of(index + 1));
  }

  private byte[] frames(int... sequences) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] wire = new byte[LinkFrame.MAX_WIRE_BYTES];
    byte[] payload = new byte[40];
    for (int sequence : sequences) {
      for (int i = 0; i < payload.length; i++) {
        payload[i] = (byte) (i % 3 == 0 ? 0 : i * sequence);
      }
      all.write(wire, 0, frame.encode(LinkFrame.Type.STATE, sequence, payload, 40, wire));
    }
    return all.toByteArray();
  }

  private static List<Integer> decode(LinkDecoder decoder, byte[] bytes) {
    List<Integer> sequences = new ArrayList<>();
    for (byte value : bytes) {
      if (decoder.accept(value)) {
        sequences.add(decoder.sequence());
      }
    }
    return sequences;
  }
}
