package minitaur.hal.serial;

import java.util.EnumSet;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.LinkCommand;
import minitaur.hal.wire.LinkDecoder;
import minitaur.hal.wire.LinkFrame;
import minitaur.hal.wire.LinkHello;
import minitaur.hal.wire.LinkState;
import org.jspecify.annotations.Nullable;

/**
 * Codec of the minitaur-link protocol. The board accepts duties: the position law runs on the host.
 */
public final class MinitaurLinkCodec implements BoardCodec {
  /** Name of the protocol in the configuration. */
  public static final String NAME = "minitaur-link";

  private static final BoardTraits TRAITS =
      new BoardTraits(
          NAME,
          2_000_000,
          EnumSet.complementOf(EnumSet.of(BoardCapability.POSITION_CONTROL)),
          1_000_000,
          0,
          LinkFrame.MAX_WIRE_BYTES);

  private static final int SEQUENCE_MODULUS = 1 << 16;

  private final LinkFrame frame = new LinkFrame();
  private final LinkDecoder decoder = new LinkDecoder();
  private final byte[] payload = new byte[LinkFrame.MAX_PAYLOAD_BYTES];
  private int commandSequence;
  private volatile @Nullable LinkHello hello;

  @Override
  public BoardTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean accept(byte value, BoardSample sample) {
    if (!decoder.accept(value)) {
      return false;
    }
    int length = decoder.payload(payload);
    if (decoder.type() == LinkFrame.Type.HELLO) {
      LinkHello known = hello;
      if (known == null || !known.isOfSameStart(payload, length)) {
        hello = LinkHello.decode(payload, length);
      }
    }
    if (decoder.type() != LinkFrame.Type.STATE || !LinkState.decode(payload, length, sample)) {
      return false;
    }
    sample.sequence = decoder.sequence();
    sample.sequenceModulus = SEQUENCE_MODULUS;
    return true;
  }

  @Override
  public int encode(BoardCommand command, byte[] out) {
    int length = LinkCommand.encode(command, payload);
    commandSequence = (commandSequence + 1) % SEQUENCE_MODULUS;
    return frame.encode(LinkFrame.Type.COMMAND, commandSequence, payload, length, out);
  }

  @Override
  public int lastCommandSequence() {
    return commandSequence;
  }

  @Override
  public long damaged() {
    return decoder.damaged();
  }

  @Override
  public @Nullable String problem() {
    return decoder.foreignVersion() >= 0
        ? "the board uses minitaur-link version %d, this program version %d; flash matching firmware"
            .formatted(decoder.foreignVersion(), LinkFrame.VERSION)
        : null;
  }

  @Override
  public String boardName() {
    LinkHello known = hello;
    return known == null ? "" : known.name();
  }
}
