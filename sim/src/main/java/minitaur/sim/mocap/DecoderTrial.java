package minitaur.sim.mocap;

import java.util.List;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.client.MocapSource;
import minitaur.hal.mocap.wire.BodySample;
import minitaur.hal.mocap.wire.NatNetDecoder;
import minitaur.hal.mocap.wire.NatNetListener;
import minitaur.hal.mocap.wire.NatNetServer;
import minitaur.hal.mocap.wire.QtmDecoder;
import minitaur.hal.mocap.wire.QtmListener;
import minitaur.hal.mocap.wire.StreamDecoder;
import minitaur.hal.mocap.wire.VrpnDecoder;
import minitaur.hal.random.RandomStream;

/**
 * One protocol's decoder and what there is for it to read: how fast it does, and how it stands
 * bytes that no honest server sends. Tests and benchmarks use the same one.
 */
public final class DecoderTrial {
  private static final String NAME = "Minitaur";
  private static final int MOST_CHANGES = 4;
  private static final int PACKETS_A_CONNECTION = 100;

  /** One in so many packets is that of a greeting; most are frames. */
  private static final int DIFFERENT_PACKETS = 200;

  /** A decoder of any protocol. */
  private interface Decoder {
    /**
     * Reads bytes.
     *
     * @return whether the connection is still of use
     */
    boolean feed(byte[] bytes, int length);

    void reset();
  }

  /** Counts what comes. */
  private static final class Counting implements NatNetListener, QtmListener {
    long samples;

    @Override
    public void sample(BodySample sample) {
      samples++;
    }

    @Override
    public void body(int id, String name) {}

    @Override
    public void forgetBodies() {}

    @Override
    public void server(NatNetServer server) {}

    @Override
    public void echo(long stamp, long serverNanos) {}

    @Override
    public void modelChanged() {}

    @Override
    public void answer(String text) {}

    @Override
    public void refusal(String text) {}

    @Override
    public void namesChanged() {}
  }

  private final Counting counting;
  private final Decoder decoder;
  private final List<byte[]> greeting;
  private final byte[] frame;

  private DecoderTrial(Counting counting, Decoder decoder, List<byte[]> greeting, byte[] frame) {
    this.counting = counting;
    this.decoder = decoder;
    this.greeting = greeting;
    this.frame = frame;
    greet();
  }

  /** A trial of the protocol's decoder; of NatNet's newest version. */
  public static DecoderTrial of(MocapSource source) {
    Counting counting = new Counting();
    EmulatedBody body = new EmulatedBody(NAME);
    body.pose.xMetres = 1.5;
    List<EmulatedBody> bodies = List.of(body);
    return switch (source) {
      case VRPN -> vrpn(counting, body.pose);
      case NATNET -> {
        NatNetEncoder encoder = new NatNetEncoder(4, 1, 10_000_000);
        yield new DecoderTrial(
            counting,
            packets(new NatNetDecoder(counting)),
            List.of(encoder.serverInfo(1511, false, "0.0.0.0"), encoder.model(List.of(NAME))),
            encoder.frame(41, 5_000_250_000L, bodies, false));
      }
      case QTM ->
          new DecoderTrial(
              counting,
              stream(new QtmDecoder(counting)),
              List.of(
                  QtmEncoder.text(QtmEncoder.ANSWER, "QTM RT Interface connected"),
                  QtmEncoder.names(List.of(NAME))),
              QtmEncoder.frame(41, 5_000_250_000L, bodies));
    };
  }

  private static DecoderTrial vrpn(Counting counting, Pose pose) {
    return new DecoderTrial(
        counting,
        stream(new VrpnDecoder(counting)),
        List.of(
            VrpnEncoder.cookie("07.35"),
            VrpnEncoder.type(3, VrpnDecoder.POSE_TYPE),
            VrpnEncoder.sender(7, NAME)),
        VrpnEncoder.pose(7, 3, 0, 5_000_250_000L, pose));
  }

  private static Decoder stream(StreamDecoder decoder) {
    return new Decoder() {
      @Override
      public boolean feed(byte[] bytes, int length) {
        return decoder.feed(bytes, 0, length);
      }

      @Override
      public void reset() {
        decoder.reset();
      }
    };
  }

  /** Packets stand for themselves: a bad one is no reason to leave. */
  private static Decoder packets(NatNetDecoder decoder) {
    return new Decoder() {
      @Override
      public boolean feed(byte[] bytes, int length) {
        decoder.packet(bytes, 0, length);
        return true;
      }

      @Override
      public void reset() {
        decoder.reset();
      }
    };
  }

  /** Reads one frame with one body. Allocates nothing. */
  public void readFrame() {
    decoder.feed(frame, frame.length);
  }

  /** Poses that were read so far. */
  public long poses() {
    return counting.samples;
  }

  /**
   * Reads damaged packets: bytes changed, cut anywhere, joined with what follows. When the decoder
   * says that the connection is of no more use, and now and then besides, it begins another.
   *
   * @param random decides on the damage; not shared
   */
  public void readDamaged(int packets, RandomStream random) {
    for (int i = 0; i < packets; i++) {
      int kind = random.nextInt(DIFFERENT_PACKETS);
      byte[] bytes = (kind < greeting.size() ? greeting.get(kind) : frame).clone();
      for (int change = random.nextInt(MOST_CHANGES + 1); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextLong();
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
      if (!decoder.feed(bytes, length) || i % PACKETS_A_CONNECTION == 0) {
        greet();
      }
    }
  }

  /** Whether a new connection's frame is read, after whatever there was before. */
  public boolean readsOn() {
    greet();
    long before = counting.samples;
    readFrame();
    return counting.samples == before + 1;
  }

  private void greet() {
    decoder.reset();
    for (byte[] each : greeting) {
      decoder.feed(each, each.length);
    }
  }
}
