package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import minitaur.hal.mocap.wire.StreamDecoder;

/** Helpers for byte streams of messages. */
final class Streams {
  private Streams() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /**
   * Asserts that a stream decodes identically as one read, as two reads split anywhere, and byte by
   * byte.
   */
  static void assertSplitIndependent(
      Function<RecordingListener, StreamDecoder> decoder, byte[] stream) {
    RecordingListener expected = new RecordingListener();
    assertThat(decoder.apply(expected).feed(stream, 0, stream.length)).isTrue();
    for (int split = 0; split <= stream.length; split++) {
      RecordingListener splitListener = new RecordingListener();
      StreamDecoder other = decoder.apply(splitListener);
      assertThat(other.feed(stream, 0, split)).isTrue();
      assertThat(other.feed(stream, split, stream.length - split)).isTrue();
      assertThat(splitListener.lines).as("split at %d", split).isEqualTo(expected.lines);
    }
    RecordingListener bytewiseListener = new RecordingListener();
    StreamDecoder bytewise = decoder.apply(bytewiseListener);
    for (int i = 0; i < stream.length; i++) {
      bytewise.feed(stream, i, 1);
    }
    assertThat(bytewiseListener.lines).isEqualTo(expected.lines);
  }
}
