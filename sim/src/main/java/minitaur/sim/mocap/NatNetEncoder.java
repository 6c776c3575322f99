package minitaur.sim.mocap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import minitaur.hal.mocap.Pose;

/**
 * Encodes NatNet packets as Motive sends them, little-endian, Y up. Every section of a frame
 * contains data besides the rigid bodies, as in a real laboratory.
 */
public final class NatNetEncoder {
  private static final int CAPACITY = 60_000;
  private static final int SERVER_INFO = 1;
  private static final int MODEL = 5;
  private static final int FRAME = 7;
  private static final int ECHO_RESPONSE = 13;
  private static final int RESPONSE = 3;
  private static final int UNRECOGNIZED = 100;
  private static final int NAME_BYTES = 256;
  private static final int FIRST_BODY_ID = 1;

  private final int major;
  private final int minor;
  private final long clockHz;

  /**
   * @param major major version
   * @param minor minor version
   * @param clockHz resolution of the time stamps, ticks/s
   */
  public NatNetEncoder(int major, int minor, long clockHz) {
    this.major = major;
    this.minor = minor;
    this.clockHz = clockHz;
  }

  /**
   * Encodes the server description.
   *
   * @param group address of the multicast group, such as "239.255.42.99"
   */
  public byte[] serverInfo(int dataPort, boolean multicast, String group) {
    ByteBuffer bytes = packet(SERVER_INFO);
    int start = bytes.position();
    bytes.put("Motive".getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    // The bytes after a name's NUL are uninitialized memory in real servers.
    while (bytes.position() < start + NAME_BYTES) {
      bytes.put((byte) 0xCD);
    }
    bytes.put(new byte[] {3, 1, 0, 0, (byte) major, (byte) minor, 0, 0});
    bytes.putLong(clockHz).putShort((short) dataPort).put((byte) (multicast ? 1 : 0));
    for (String part : group.split("\\.", -1)) {
      bytes.put((byte) Integer.parseInt(part));
    }
    return finish(bytes);
  }

  /** Encodes the response to an echo request: the client's stamp and the server's time. */
  public byte[] echo(long stamp, long serverNanos) {
    return finish(packet(ECHO_RESPONSE).putLong(stamp).putLong(ticks(serverNanos)));
  }

  /** Encodes a numeric response to a command: 0 for success. */
  public byte[] response(int code) {
    return finish(packet(RESPONSE).putInt(code));
  }

  /** Encodes a text response to a command. */
  public byte[] response(String text) {
    return finish(text(packet(RESPONSE), text));
  }

  /** Encodes the response to an unknown command. */
  public byte[] unrecognized() {
    return finish(packet(UNRECOGNIZED));
  }

  /** Protocol version of the packets, such as "4.1". */
  public String version() {
    return major + "." + minor;
  }

  /** Encodes the model definitions: the bodies and other data sets. */
  public byte[] model(List<String> names) {
    ByteBuffer bytes = packet(MODEL);
    bytes.putInt(names.size() + 5);
    section(bytes, 0, content -> text(text(content, "all").putInt(2), "one", "two"));
    for (int i = 0; i < names.size(); i++) {
      int id = FIRST_BODY_ID + i;
      String name = names.get(i);
      section(bytes, 1, content -> rigidBody(content, name, id));
    }
    section(
        bytes,
        2,
        content -> {
          text(content, "Person").putInt(1).putInt(1);
          rigidBody(content, "Hip", 1);
        });
    section(
        bytes,
        3,
        content -> {
          text(content.putInt(1), "serial");
          content.put(new byte[4 * (2 + 3 + 144 + 12)]).putInt(0).putInt(0).putInt(1);
          text(content, "Fz");
        });
    section(
        bytes,
        4,
        content -> text(text(content.putInt(1), "Box", "0815").putInt(0).putInt(0).putInt(1), "A"));
    section(bytes, 5, content -> text(content, "Camera").put(new byte[28]));
    return finish(bytes);
  }

  /**
   * Encodes a frame.
   *
   * @param bodies bodies with z up; encoded with y up. Not modified.
   * @param modelChanged whether clients should request the model again
   */
  public byte[] frame(
      long frame, long serverNanos, List<EmulatedBody> bodies, boolean modelChanged) {
    ByteBuffer bytes = packet(FRAME);
    bytes.putInt((int) frame);
    section(bytes, 1, content -> text(content, "all").putInt(2).put(new byte[24]));
    section(bytes, 1, content -> content.put(new byte[12]));
    section(bytes, bodies.size(), content -> bodies.forEach(body -> body(content, body, bodies)));
    section(bytes, 1, content -> content.putInt(7).putInt(2).put(new byte[2 * 38]));
    if (hasSectionSizes()) {
      section(bytes, 1, content -> content.putInt(1).putInt(0).putInt(0));
    }
    section(bytes, 3, content -> content.put(new byte[3 * 26]));
    section(bytes, 1, content -> content.putInt(1).putInt(1).putInt(3).put(new byte[12]));
    section(bytes, 1, content -> content.putInt(1).putInt(1).putInt(1).put(new byte[4]));
    long ticks = ticks(serverNanos);
    bytes.putInt(0).putInt(0).putDouble(serverNanos * 1e-9);
    bytes.putLong(ticks).putLong(ticks).putLong(ticks);
    if (hasSectionSizes()) {
      bytes.putInt(0).putInt(0);
    }
    bytes.putShort((short) (modelChanged ? 2 : 0)).putInt(0);
    return finish(bytes);
  }

  private boolean hasSectionSizes() {
    return major > 4 || (major == 4 && minor >= 1);
  }

  private long ticks(long serverNanos) {
    return Math.round(serverNanos * (clockHz / 1e9));
  }

  /**
   * Writes a section of a frame, or a definition of the model.
   *
   * @param head number of elements, or type of the definition
   */
  private void section(ByteBuffer bytes, int head, Consumer<ByteBuffer> content) {
    bytes.putInt(head);
    if (!hasSectionSizes()) {
      content.accept(bytes);
      return;
    }
    int size = bytes.position();
    bytes.putInt(0);
    content.accept(bytes);
    bytes.putInt(size, bytes.position() - size - Integer.BYTES);
  }

  private void rigidBody(ByteBuffer bytes, String name, int id) {
    text(bytes, name).putInt(id).putInt(-1).put(new byte[12]);
    if (major > 4 || (major == 4 && minor >= 2)) {
      bytes.putFloat(0).putFloat(0).putFloat(0).putFloat(1);
    }
    bytes.putInt(2).put(new byte[24]).putInt(0).putInt(0);
    if (major >= 4) {
      text(bytes, "left", "right");
    }
  }

  private static void body(ByteBuffer bytes, EmulatedBody body, List<EmulatedBody> all) {
    Pose p = body.pose;
    bytes.putInt(FIRST_BODY_ID + all.indexOf(body));
    bytes.putFloat((float) p.xMetres).putFloat((float) p.zMetres).putFloat((float) -p.yMetres);
    bytes.putFloat((float) p.qx).putFloat((float) p.qz).putFloat((float) -p.qy);
    bytes.putFloat((float) p.qw).putFloat(1e-4f).putShort((short) (body.tracked ? 1 : 0));
  }

  private static ByteBuffer text(ByteBuffer bytes, String... texts) {
    for (String text : texts) {
      bytes.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }
    return bytes;
  }

  private static ByteBuffer packet(int message) {
    return ByteBuffer.allocate(CAPACITY)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) message)
        .putShort((short) 0);
  }

  private static byte[] finish(ByteBuffer bytes) {
    bytes.putShort(2, (short) (bytes.position() - 4));
    byte[] packet = new byte[bytes.position()];
    bytes.flip().get(packet);
    return packet;
  }
}
