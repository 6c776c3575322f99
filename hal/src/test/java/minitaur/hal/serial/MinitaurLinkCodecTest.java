package minitaur.hal.serial;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.LinkFrame;
import minitaur.hal.wire.LinkHello;
import org.junit.jupiter.api.Test;

class MinitaurLinkCodecTest {
  private final MinitaurLinkCodec codec = new MinitaurLinkCodec();

  @Test
  void knowsNameOfNewestStart() {
    assertThat(codec.boardName()).isEmpty();
    receiveHello(1, "board 1.0");
    assertThat(codec.boardName()).isEqualTo("board 1.0");
    receiveHello(2, "board 1.1");
    assertThat(codec.boardName()).isEqualTo("board 1.1");
  }

  private void receiveHello(int bootId, String name) {
    byte[] payload = new byte[LinkFrame.MAX_PAYLOAD_BYTES];
    int length = new LinkHello(bootId, 1, 1, 1000, name).encode(payload);
    byte[] wire = new byte[LinkFrame.MAX_WIRE_BYTES];
    int wireLength = new LinkFrame().encode(LinkFrame.Type.HELLO, 0, payload, length, wire);
    for (int i = 0; i < wireLength; i++) {
      assertThat(codec.accept(wire[i], new BoardSample())).isFalse();
    }
  }
}
