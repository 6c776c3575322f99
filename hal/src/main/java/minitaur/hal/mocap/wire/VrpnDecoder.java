package minitaur.hal.mocap.wire;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the TCP stream of a VRPN server, major version 7, big-endian.
 *
 * <pre>
 *  first:   "vrpn: ver. 07.35  0", NUL padded to 24 bytes
 *  then messages, each padded to a multiple of 8 bytes:
 *  0        4        8        12       16       20       24
 *  +--------+--------+--------+--------+--------+--------+------------
 *  | length | seconds| micros | sender | type   | ignored| payload ...
 *  +--------+--------+--------+--------+--------+--------+------------
 *  length = 24 + payload, without padding
 *  type -1: name of sender number `sender`         payload: int32 length, name, NUL
 *  type -2: name of type number `sender`           likewise
 *  "vrpn_Tracker Pos_Quat": int32 sensor, int32 0, float64 x y z m, float64 quaternion x y z w
 * </pre>
 *
 * <p>A body is a sensor of a tracker: sensor 0 has the tracker's name, sensor 2 the name with ":2".
 */
public final class VrpnDecoder extends StreamDecoder {
  /** Greeting that both sides send first. */
  public static final String COOKIE = "vrpn: ver. 07.35  0";

  /** Length of the cookie. */
  public static final int COOKIE_BYTES = 24;

  /** Name of the message type that contains poses. */
  public static final String POSE_TYPE = "vrpn_Tracker Pos_Quat";

  private static final String COOKIE_START = "vrpn: ver. ";
  private static final String MAJOR_VERSION = "07";

  private static final int SECONDS = 4;
  private static final int MICROSECONDS = 8;
  private static final int SENDER = 12;
  private static final int TYPE = 16;
  private static final int PAYLOAD = 24;

  private static final int NAME = PAYLOAD + 4;
  private static final int SENSOR = PAYLOAD;
  private static final int POSITION = PAYLOAD + 8;
  private static final int QUATERNION = POSITION + 24;
  private static final int POSE_PAYLOAD_BYTES = 64;

  private static final int SENDER_DESCRIPTION = -1;
  private static final int TYPE_DESCRIPTION = -2;

  /** Size of VRPN's own tables. */
  private static final int MAX_IDS = 2000;

  private static final int MAX_SENSORS = 256;
  private static final int MAX_NAME_BYTES = 256;
  private static final int MAX_BUFFERED_BYTES = 64 * 1024;
  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  private final BodyListener listener;
  private final BodySample sample = new BodySample();
  private final @Nullable String[] senders = new String[MAX_IDS];
  private final BitSet reportedBodies = new BitSet();
  private int poseType = -1;
  private boolean hasCookie;

  /** Creates a decoder for a new connection. */
  public VrpnDecoder(BodyListener listener) {
    super(listener, new MessageBuffer(ByteOrder.BIG_ENDIAN, MAX_BUFFERED_BYTES));
    this.listener = listener;
  }

  @Override
  public void reset() {
    Arrays.fill(senders, null);
    reportedBodies.clear();
    poseType = -1;
    hasCookie = false;
    super.reset();
  }

  /** Whether the server has sent a valid cookie. */
  public boolean hasCookie() {
    return hasCookie;
  }

  @Override
  void decode() {
    if (!hasCookie && !readCookie()) {
      return;
    }
    while (buffer.available() >= PAYLOAD) {
      int length = buffer.intAt(0);
      if (length < PAYLOAD || length > MAX_MESSAGE_BYTES) {
        fail("invalid message length: " + length + " bytes");
        return;
      }
      int paddedLength = PAYLOAD + (length - PAYLOAD + 7) / 8 * 8;
      if (paddedLength > buffer.available() && paddedLength <= buffer.limit()) {
        return;
      }
      if (paddedLength <= buffer.limit()) {
        decodeMessage(length - PAYLOAD);
      }
      buffer.consume(paddedLength);
    }
  }

  /** Whether a complete and valid cookie was read. */
  private boolean readCookie() {
    int prefixLength = Math.min(buffer.available(), COOKIE_START.length());
    if (!buffer.textAt(0, prefixLength).equals(COOKIE_START.substring(0, prefixLength))) {
      fail(
          "it is not a VRPN server; it sent "
              + WireText.quote(buffer.textAt(0, Math.min(buffer.available(), COOKIE_BYTES))));
      return false;
    }
    if (buffer.available() < COOKIE_BYTES) {
      return false;
    }
    String cookie = buffer.textAt(0, COOKIE_BYTES);
    if (!cookie.startsWith(COOKIE_START + MAJOR_VERSION + ".")) {
      fail("it uses another version of VRPN, " + WireText.quote(cookie));
      return false;
    }
    hasCookie = true;
    buffer.consume(COOKIE_BYTES);
    return true;
  }

  private void decodeMessage(int payloadLength) {
    int type = buffer.intAt(TYPE);
    int sender = buffer.intAt(SENDER);
    if (sender < 0 || sender >= MAX_IDS) {
      if (type >= 0) {
        listener.onMalformed();
      }
      return;
    }
    if (type == SENDER_DESCRIPTION && payloadLength > 4) {
      senders[sender] = readName(payloadLength);
      reportedBodies.clear(sender * MAX_SENSORS, (sender + 1) * MAX_SENSORS);
    } else if (type == TYPE_DESCRIPTION && payloadLength > 4) {
      if (readName(payloadLength).equals(POSE_TYPE)) {
        poseType = sender;
      } else if (sender == poseType) {
        poseType = -1;
      }
    } else if (type >= 0 && type == poseType) {
      if (payloadLength == POSE_PAYLOAD_BYTES) {
        decodePose(sender);
      } else {
        listener.onMalformed();
      }
    }
  }

  private String readName(int payloadLength) {
    return buffer.textAt(NAME, Math.min(payloadLength - 4, MAX_NAME_BYTES));
  }

  private void decodePose(int sender) {
    String name = senders[sender];
    int sensor = buffer.intAt(SENSOR);
    if (name == null || sensor < 0 || sensor >= MAX_SENSORS) {
      return;
    }
    int body = sender * MAX_SENSORS + sensor;
    if (!reportedBodies.get(body)) {
      reportedBodies.set(body);
      listener.onBody(body, sensor == 0 ? name : name + ":" + sensor);
    }
    sample.body = body;
    sample.pose.timeNanos =
        buffer.intAt(SECONDS) * 1_000_000_000L + buffer.intAt(MICROSECONDS) * 1_000L;
    sample.tracked = true;
    sample.pose.xMetres = buffer.doubleAt(POSITION);
    sample.pose.yMetres = buffer.doubleAt(POSITION + 8);
    sample.pose.zMetres = buffer.doubleAt(POSITION + 16);
    sample.pose.qx = buffer.doubleAt(QUATERNION);
    sample.pose.qy = buffer.doubleAt(QUATERNION + 8);
    sample.pose.qz = buffer.doubleAt(QUATERNION + 16);
    sample.pose.qw = buffer.doubleAt(QUATERNION + 24);
    listener.onSample(sample);
  }
}
