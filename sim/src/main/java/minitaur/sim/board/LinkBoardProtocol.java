package minitaur.sim.board;

import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.hal.wire.LinkCommand;
import minitaur.hal.wire.LinkDecoder;
import minitaur.hal.wire.LinkFrame;
import minitaur.hal.wire.LinkHello;
import minitaur.hal.wire.LinkState;

/** Board side of minitaur-link: a state every millisecond, a HELLO frame every 0.5 s. */
public final class LinkBoardProtocol implements BoardProtocol {
  private static final int STATE_RATE_HZ = 1000;
  private static final int HELLO_INTERVAL_STATES = 500;

  private final int version;
  private final LinkFrame frame = new LinkFrame();
  private final LinkDecoder decoder = new LinkDecoder();
  private final byte[] payload = new byte[LinkFrame.MAX_PAYLOAD_BYTES];
  private final byte[] wire = new byte[LinkFrame.MAX_WIRE_BYTES];
  private int sequence;
  private int commandSequence = -1;

  public LinkBoardProtocol() {
    this(LinkFrame.VERSION);
  }

  /**
   * @param version protocol version in the board's frames
   */
  public LinkBoardProtocol(int version) {
    this.version = version;
  }

  @Override
  public long statePeriodNanos() {
    return 1_000_000_000L / STATE_RATE_HZ;
  }

  @Override
  public int defaultWatchdogMillis() {
    return LinkCommand.MAX_WATCHDOG_MILLIS;
  }

  @Override
  public boolean usesBootIds() {
    return true;
  }

  @Override
  public void reset() {
    sequence = 0;
    commandSequence = -1;
  }

  @Override
  public boolean accept(byte value, BoardCommand command) {
    if (!decoder.accept(value) || decoder.type() != LinkFrame.Type.COMMAND) {
      return false;
    }
    if (!LinkCommand.decode(payload, decoder.payload(payload), command)) {
      return false;
    }
    commandSequence = decoder.sequence();
    return true;
  }

  @Override
  public int commandSequence() {
    return commandSequence;
  }

  @Override
  public int encode(BoardSample sample, byte[] out) {
    int length = LinkState.encode(sample, payload);
    int total = frame.encode(version, LinkFrame.Type.STATE, sequence, payload, length, out);
    if (sequence % HELLO_INTERVAL_STATES == 0) {
      LinkHello hello =
          new LinkHello(sample.bootId, version, version, STATE_RATE_HZ, "emulated board");
      int bytes =
          frame.encode(
              version, LinkFrame.Type.HELLO, sequence, payload, hello.encode(payload), wire);
      System.arraycopy(wire, 0, out, total, bytes);
      total += bytes;
    }
    sequence = (sequence + 1) & 0xffff;
    return total;
  }
}
