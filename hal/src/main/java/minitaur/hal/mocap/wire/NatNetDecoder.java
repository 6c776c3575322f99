package minitaur.hal.mocap.wire;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the packets of a NatNet server, version 3.0 and later, little-endian.
 *
 * <pre>
 *  packet:  u16 message, u16 payload bytes, payload
 *  frame:   i32 number; marker sets; other markers; rigid bodies; skeletons; [4.1: assets;]
 *           labelled markers; force plates; devices; suffix
 *           each section: i32 count, [4.1: i32 length of the items,] items
 *  body:    i32 id, 3 f32 m, 4 f32 quaternion x y z w, f32 error, i16 flags (bit 0: tracked)
 *  suffix:  u32 time code, u32 sub frame, f64 seconds, u64 exposed, u64 received, u64 transmitted,
 *           [4.1: u32, u32,] i16 flags (bit 1: the bodies changed), i32 0
 * </pre>
 *
 * <p>The time of a frame is at its end, so a frame is parsed to the end before its bodies are
 * reported.
 */
public final class NatNetDecoder {
  private static final int SERVER_NAME_BYTES = 256;
  private static final int BODY_BYTES = 38;
  private static final int LABELED_MARKER_BYTES = 26;
  private static final int MARKER_BYTES = 12;
  private static final int TRACKED = 1;
  private static final int MODEL_CHANGED = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final NatNetListener listener;
  private final NatNetModelDecoder modelDecoder;
  private final PacketCursor cursor = new PacketCursor();
  private final BodySample sample = new BodySample();
  private @Nullable NatNetServer server;
  private long frames;

  /** Creates a decoder without a known server. */
  public NatNetDecoder(NatNetListener listener) {
    this.listener = listener;
    modelDecoder = new NatNetModelDecoder(listener);
  }

  /** Resets the decoder to an unknown server. */
  public void reset() {
    server = null;
    modelDecoder.reset();
    listener.onBodiesCleared();
  }

  /**
   * Decodes one packet. Frames and definitions are ignored until the server has reported its
   * version.
   *
   * @param bytes Not modified, not kept.
   * @return whether it was complete and valid
   */
  public boolean decodePacket(byte[] bytes, int offset, int length) {
    cursor.reset(bytes, offset, offset + length);
    int message = cursor.uint16();
    int payloadLength = cursor.uint16();
    if (!cursor.isBroken() && payloadLength <= cursor.remaining()) {
      cursor.reset(bytes, cursor.position(), cursor.position() + payloadLength);
      decodePayload(message);
    } else {
      cursor.fail();
    }
    if (cursor.isBroken()) {
      listener.onMalformed();
    }
    return !cursor.isBroken();
  }

  /** Number of complete, valid frames. */
  public long frames() {
    return frames;
  }

  private void decodePayload(int message) {
    NatNetServer serverInfo = server;
    if (message == NatNetMessage.SERVER_INFO) {
      decodeServerInfo();
    } else if (message == NatNetMessage.ECHO_RESPONSE && serverInfo != null) {
      long stamp = cursor.int64();
      long ticks = cursor.int64();
      if (!cursor.isBroken() && serverInfo.clockHz() > 0) {
        listener.onEcho(stamp, ticksToNanos(ticks, serverInfo.clockHz()));
      }
    } else if (message == NatNetMessage.MODEL && serverInfo != null) {
      modelDecoder.decode(cursor, serverInfo);
    } else if (message == NatNetMessage.FRAME && serverInfo != null) {
      decodeFrame(serverInfo);
    }
  }

  private void decodeServerInfo() {
    String name = cursor.text(SERVER_NAME_BYTES);
    cursor.skip(4);
    int major = cursor.uint8();
    int minor = cursor.uint8();
    cursor.skip(2);
    // Packets of servers before 3.0 end here. They are accepted to distinguish such servers from
    // noise.
    boolean hasConnectionInfo = cursor.remaining() >= 15;
    long clockHz = hasConnectionInfo ? cursor.int64() : 0;
    int dataPort = hasConnectionInfo ? cursor.uint16() : 0;
    boolean multicast = hasConnectionInfo && cursor.uint8() != 0;
    String group =
        hasConnectionInfo
            ? cursor.uint8() + "." + cursor.uint8() + "." + cursor.uint8() + "." + cursor.uint8()
            : "";
    if (!cursor.isBroken()) {
      NatNetServer info =
          new NatNetServer(name, major, minor, Math.max(0, clockHz), dataPort, multicast, group);
      server = info;
      listener.onServer(info);
    }
  }

  private void decodeFrame(NatNetServer serverInfo) {
    boolean hasSectionSizes = serverInfo.isAtLeast(4, 1);
    sample.frame = Integer.toUnsignedLong(cursor.int32());
    if (hasSectionSizes) {
      skipSections(2);
    } else {
      skipMarkerSets();
      skipItems(MARKER_BYTES);
    }

    int bodies = cursor.count(BODY_BYTES);
    int sectionEnd = hasSectionSizes ? sectionEnd() : cursor.position() + bodies * BODY_BYTES;
    int firstBody = cursor.position();
    if (bodies * BODY_BYTES > sectionEnd - firstBody) {
      cursor.fail();
    }
    if (!cursor.isBroken()) {
      cursor.seek(sectionEnd);
    }

    if (hasSectionSizes) {
      skipSections(5);
    } else {
      skipSkeletons();
      skipItems(LABELED_MARKER_BYTES);
      skipChannels();
      skipChannels();
    }

    cursor.skip(8);
    double seconds = cursor.float64();
    long exposedTicks = cursor.int64();
    cursor.skip(16);
    if (hasSectionSizes) {
      cursor.skip(8);
    }
    int flags = cursor.uint16();
    if (cursor.isBroken()) {
      return;
    }
    frames++;
    sample.pose.timeNanos =
        exposedTicks != 0 && serverInfo.clockHz() > 0
            ? ticksToNanos(exposedTicks, serverInfo.clockHz())
            : (long) (seconds * NANOS_PER_SECOND);
    cursor.seek(firstBody);
    for (int i = 0; i < bodies; i++) {
      decodeBody();
    }
    if ((flags & MODEL_CHANGED) != 0) {
      listener.onModelChanged();
    }
  }

  private void decodeBody() {
    sample.body = cursor.int32();
    sample.pose.xMetres = cursor.float32();
    sample.pose.yMetres = cursor.float32();
    sample.pose.zMetres = cursor.float32();
    sample.pose.qx = cursor.float32();
    sample.pose.qy = cursor.float32();
    sample.pose.qz = cursor.float32();
    sample.pose.qw = cursor.float32();
    cursor.skip(4);
    sample.tracked = (cursor.uint16() & TRACKED) != 0;
    listener.onSample(sample);
  }

  /** Reads the length of a section and returns the position of its end. */
  private int sectionEnd() {
    int size = cursor.int32();
    if (size < 0 || size > cursor.remaining()) {
      cursor.fail();
      return cursor.position();
    }
    return cursor.position() + size;
  }

  /** Skips sections that begin with their length. */
  private void skipSections(int count) {
    for (int i = 0; i < count; i++) {
      cursor.int32();
      cursor.skip(cursor.int32());
    }
  }

  private void skipItems(int itemBytes) {
    cursor.skip((long) cursor.count(itemBytes) * itemBytes);
  }

  private void skipMarkerSets() {
    int sets = cursor.count(5);
    for (int i = 0; i < sets && !cursor.isBroken(); i++) {
      cursor.skipText();
      skipItems(MARKER_BYTES);
    }
  }

  private void skipSkeletons() {
    int skeletons = cursor.count(8);
    for (int i = 0; i < skeletons && !cursor.isBroken(); i++) {
      cursor.skip(4);
      skipItems(BODY_BYTES);
    }
  }

  /** Force plates and devices: i32 id, i32 channels, each i32 values, f32 values. */
  private void skipChannels() {
    int devices = cursor.count(8);
    for (int i = 0; i < devices && !cursor.isBroken(); i++) {
      cursor.skip(4);
      int channels = cursor.count(4);
      for (int channel = 0; channel < channels && !cursor.isBroken(); channel++) {
        skipItems(4);
      }
    }
  }

  /** Converts whole seconds separately, which avoids overflow and rounding. */
  private static long ticksToNanos(long ticks, long hz) {
    return ticks / hz * 1_000_000_000L + (long) (ticks % hz * (NANOS_PER_SECOND / hz));
  }
}
