package minitaur.sim.mocap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import minitaur.hal.mocap.Pose;

/** Encodes messages of a VRPN server, big-endian. */
@SuppressWarnings("ByteBufferBackingArray") // All buffers are allocated here.
public final class VrpnEncoder {
  static final int HEADER_BYTES = 24;
  static final int COOKIE_BYTES = 24;
  private static final int POSE_BYTES = 64;
  static final int SENDER_DESCRIPTION = -1;
  static final int TYPE_DESCRIPTION = -2;

  private VrpnEncoder() {}

  /** Encodes the cookie at the start of a connection, for a version such as "07.35". */
  public static byte[] cookie(String version) {
    return ByteBuffer.allocate(COOKIE_BYTES)
        .put(("vrpn: ver. " + version + "  0").getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  /** Encodes the description of sender {@code id}. */
  public static byte[] sender(int id, String name) {
    return description(SENDER_DESCRIPTION, id, name);
  }

  /** Encodes the description of message type {@code id}. */
  public static byte[] type(int id, String name) {
    return description(TYPE_DESCRIPTION, id, name);
  }

  /**
   * Encodes a pose.
   *
   * @param pose Not modified.
   */
  public static byte[] pose(int sender, int type, int sensor, long serverNanos, Pose pose) {
    ByteBuffer bytes = message(sender, type, POSE_BYTES, serverNanos);
    bytes.putInt(sensor).putInt(0);
    bytes.putDouble(pose.xMetres).putDouble(pose.yMetres).putDouble(pose.zMetres);
    bytes.putDouble(pose.qx).putDouble(pose.qy).putDouble(pose.qz).putDouble(pose.qw);
    return bytes.array();
  }

  /** Encodes a message without payload, such as a pong. */
  public static byte[] empty(int sender, int type) {
    return message(sender, type, 0, 0).array();
  }

  private static byte[] description(int type, int id, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = message(id, type, 4 + text.length + 1, 0);
    bytes.putInt(text.length + 1).put(text);
    return bytes.array();
  }

  private static ByteBuffer message(int sender, int type, int payload, long serverNanos) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + (payload + 7) / 8 * 8);
    bytes.putInt(HEADER_BYTES + payload);
    bytes.putInt((int) Math.floorDiv(serverNanos, 1_000_000_000L));
    bytes.putInt((int) (Math.floorMod(serverNanos, 1_000_000_000L) / 1000));
    return bytes.putInt(sender).putInt(type).putInt(0);
  }
}
