package minitaur.sim.mocap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import minitaur.hal.mocap.Pose;

/** Encodes packets of Qualisys Track Manager's real-time protocol, little-endian. */
@SuppressWarnings("ByteBufferBackingArray") // All buffers are allocated here.
public final class QtmEncoder {
  /** Packet type of a rejected command. */
  public static final int ERROR = 0;

  /** Packet type of a command response. */
  public static final int RESPONSE = 1;

  /** Packet type of parameters. */
  public static final int XML = 2;

  private static final int DATA = 3;
  private static final int EVENT = 6;
  private static final int SIX_DEGREES_OF_FREEDOM = 5;
  private static final int HEADER_BYTES = 8;
  private static final int DATA_HEADER_BYTES = HEADER_BYTES + 16;
  private static final int COMPONENT_HEADER_BYTES = 16;
  private static final int BODY_BYTES = 48;
  private static final double MILLIMETRES_PER_METRE = 1000;

  private QtmEncoder() {}

  /** Encodes a text packet of type {@link #ERROR}, {@link #RESPONSE} or {@link #XML}. */
  public static byte[] text(int type, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return packet(HEADER_BYTES + content.length + 1, type).put(content).array();
  }

  /** Encodes an event. */
  public static byte[] event(int number) {
    return packet(HEADER_BYTES + 1, EVENT).put((byte) number).array();
  }

  /**
   * Encodes the names of bodies, as in the response to {@code GetParameters 6D} in version 1.19.
   */
  public static byte[] names(List<String> names) {
    return names(names, "1.19");
  }

  /** Encodes the names of bodies, as in the response to {@code GetParameters 6D}. */
  public static byte[] names(List<String> names, String version) {
    String root = "QTM_Parameters_Ver_" + version;
    StringBuilder xml = new StringBuilder("<" + root + ">\n<The_6D>\n<Bodies>");
    xml.append(names.size()).append("</Bodies>\n");
    for (String name : names) {
      xml.append("<Body><Name>")
          .append(name.replace("&", "&amp;").replace("<", "&lt;"))
          .append("</Name><RGBColor>255</RGBColor></Body>\n");
    }
    xml.append("<Euler><First>Roll</First><Second>Pitch</Second><Third>Yaw</Third></Euler>\n");
    return text(XML, xml.append("</The_6D>\n</" + root + ">\n").toString());
  }

  /**
   * Encodes a frame.
   *
   * @param bodies Not modified.
   */
  public static byte[] frame(long frame, long serverNanos, List<EmulatedBody> bodies) {
    int component = COMPONENT_HEADER_BYTES + BODY_BYTES * bodies.size();
    ByteBuffer bytes = packet(DATA_HEADER_BYTES + component, DATA);
    bytes.putLong(serverNanos / 1000).putInt((int) frame).putInt(1);
    bytes.putInt(component).putInt(SIX_DEGREES_OF_FREEDOM);
    bytes.putInt(bodies.size()).putShort((short) 0).putShort((short) 0);
    for (EmulatedBody body : bodies) {
      if (body.tracked) {
        put(bytes, body.pose);
      } else {
        for (int i = 0; i < BODY_BYTES / Float.BYTES; i++) {
          bytes.putFloat(Float.NaN);
        }
      }
    }
    return bytes.array();
  }

  private static void put(ByteBuffer bytes, Pose p) {
    bytes.putFloat((float) (p.xMetres * MILLIMETRES_PER_METRE));
    bytes.putFloat((float) (p.yMetres * MILLIMETRES_PER_METRE));
    bytes.putFloat((float) (p.zMetres * MILLIMETRES_PER_METRE));
    // Rotation matrix in column-major order.
    bytes.putFloat((float) (1 - 2 * (p.qy * p.qy + p.qz * p.qz)));
    bytes.putFloat((float) (2 * (p.qx * p.qy + p.qw * p.qz)));
    bytes.putFloat((float) (2 * (p.qx * p.qz - p.qw * p.qy)));
    bytes.putFloat((float) (2 * (p.qx * p.qy - p.qw * p.qz)));
    bytes.putFloat((float) (1 - 2 * (p.qx * p.qx + p.qz * p.qz)));
    bytes.putFloat((float) (2 * (p.qy * p.qz + p.qw * p.qx)));
    bytes.putFloat((float) (2 * (p.qx * p.qz + p.qw * p.qy)));
    bytes.putFloat((float) (2 * (p.qy * p.qz - p.qw * p.qx)));
    bytes.putFloat((float) (1 - 2 * (p.qx * p.qx + p.qy * p.qy)));
  }

  private static ByteBuffer packet(int size, int type) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(size).putInt(type);
  }
}
