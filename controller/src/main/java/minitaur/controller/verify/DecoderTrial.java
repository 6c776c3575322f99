package minitaur.controller.verify;

import java.util.List;
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
import minitaur.sim.mocap.EmulatedBody;
import minitaur.sim.mocap.NatNetEncoder;
import minitaur.sim.mocap.QtmEncoder;
import minitaur.sim.mocap.VrpnEncoder;

/**
 * Feeds intact or damaged packets to the decoder of one protocol, to measure its speed and
 * robustness.
 */
final class DecoderTrial {
  private static final String NAME = "Minitaur";
  private static final int MAX_CHANGES = 4;
  private static final int PACKETS_PER_CONNECTION = 100;

  /**
   * Each greeting packet is selected with a probability of one in this many; all others are frames.
   */
  private static final int HANDSHAKE_ODDS = 200;

  /** Decodes bytes and returns whether the connection is still usable. */
  private interface Decoder {
    boolean feed(byte[] bytes, int offset, int length);
  }

  private static final class SampleCounter implements NatNetListener, QtmListener {
    long samples;

    @Override
    public void onSample(BodySample sample) {
      samples++;
    }

    @Override
    public void onBody(int id, String name) {}

    @Override
    public void onBodiesCleared() {}

    @Override
    public void onServer(NatNetServer server) {}

    @Override
    public void onEcho(long stamp, long serverNanos) {}

    @Override
    public void onModelChanged() {}

    @Override
    public void onModelRead(int bodies) {}

    @Override
    public void onResponse(String text) {}

    @Override
    public void onError(String text) {}

    @Override
    public void onNamesChanged() {}
  }

  private final SampleCounter counter;
  private final Decoder decoder;
  private final Runnable reset;
  private final List<byte[]> handshake;
  private final byte[] frame;

  private DecoderTrial(
      SampleCounter counter,
      Decoder decoder,
      Runnable reset,
      List<byte[]> handshake,
      byte[] frame) {
    this.counter = counter;
    this.decoder = decoder;
    this.reset = reset;
    this.handshake = handshake;
    this.frame = frame;
    reconnect();
  }

  /** Creates a trial for a protocol; for NatNet, for its newest version. */
  static DecoderTrial of(MocapSource source) {
    SampleCounter counter = new SampleCounter();
    EmulatedBody body = new EmulatedBody(NAME);
    body.pose.xMetres = 1.5;
    List<EmulatedBody> bodies = List.of(body);
    return switch (source) {
      case VRPN ->
          of(
              counter,
              new VrpnDecoder(counter),
              List.of(
                  VrpnEncoder.cookie("07.35"),
                  VrpnEncoder.type(3, VrpnDecoder.POSE_TYPE),
                  VrpnEncoder.sender(7, NAME)),
              VrpnEncoder.pose(7, 3, 0, 5_000_250_000L, body.pose));
      case NATNET -> {
        NatNetEncoder encoder = new NatNetEncoder(4, 1, 10_000_000);
        NatNetDecoder decoder = new NatNetDecoder(counter);
        yield new DecoderTrial(
            counter,
            (bytes, offset, length) -> {
              decoder.decodePacket(bytes, offset, length);
              return true; // Packets are independent: a bad one does not end the connection.
            },
            decoder::reset,
            List.of(encoder.serverInfo(1511, false, "0.0.0.0"), encoder.model(List.of(NAME))),
            encoder.frame(41, 5_000_250_000L, bodies, false));
      }
      case QTM ->
          of(
              counter,
              new QtmDecoder(counter),
              List.of(
                  QtmEncoder.text(QtmEncoder.RESPONSE, "QTM RT Interface connected"),
                  QtmEncoder.names(List.of(NAME))),
              QtmEncoder.frame(41, 5_000_250_000L, bodies));
    };
  }

  private static DecoderTrial of(
      SampleCounter counter, StreamDecoder decoder, List<byte[]> handshake, byte[] frame) {
    return new DecoderTrial(counter, decoder::feed, decoder::reset, handshake, frame);
  }

  /** Decodes one frame with one body. Allocates nothing. */
  void readFrame() {
    decoder.feed(frame, 0, frame.length);
  }

  /** Number of poses decoded so far. */
  long poses() {
    return counter.samples;
  }

  /**
   * Decodes damaged packets: changed, truncated, or joined with the next. Starts a new connection
   * when the decoder reports that the connection is unusable, and at regular intervals.
   *
   * @param random selects the damage; not shared
   */
  void readDamaged(int packets, RandomStream random) {
    for (int i = 0; i < packets; i++) {
      int kind = random.nextInt(HANDSHAKE_ODDS);
      byte[] bytes = (kind < handshake.size() ? handshake.get(kind) : frame).clone();
      for (int change = random.nextInt(MAX_CHANGES + 1); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextLong();
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
      if (!decoder.feed(bytes, 0, length) || i % PACKETS_PER_CONNECTION == 0) {
        reconnect();
      }
    }
  }

  /** Whether a frame on a new connection is decoded after the previous packets. */
  boolean decodesAfterReconnect() {
    reconnect();
    long before = counter.samples;
    readFrame();
    return counter.samples == before + 1;
  }

  private void reconnect() {
    reset.run();
    for (byte[] each : handshake) {
      decoder.feed(each, 0, each.length);
    }
  }
}
