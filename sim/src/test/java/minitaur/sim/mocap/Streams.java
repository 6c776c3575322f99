package minitaur.sim.mocap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import minitaur.hal.mocap.wire.StreamDecoder;

/** Streams of messages, whole and in pieces. */
final class Streams {
  private Streams() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** Feeds it whole, in two pieces cut anywhere, and byte by byte: all must be read alike. */
  static void assertEverySplitReadsTheSame(
      Function<Bodies, StreamDecoder> decoder, byte[] conversation) {
    Bodies whole = new Bodies();
    assertThat(decoder.apply(whole).feed(conversation, 0, conversation.length)).isTrue();
    for (int split = 0; split <= conversation.length; split++) {
      Bodies parts = new Bodies();
      StreamDecoder other = decoder.apply(parts);
      assertThat(other.feed(conversation, 0, split)).isTrue();
      assertThat(other.feed(conversation, split, conversation.length - split)).isTrue();
      assertThat(parts.lines).as("split at %d", split).isEqualTo(whole.lines);
    }
    Bodies single = new Bodies();
    StreamDecoder bytewise = decoder.apply(single);
    for (int i = 0; i < conversation.length; i++) {
      bytewise.feed(conversation, i, 1);
    }
    assertThat(single.lines).isEqualTo(whole.lines);
  }
}
