package minitaur.hal.mocap.wire;

import java.nio.ByteOrder;
import java.util.List;

/**
 * Decodes the TCP stream of Qualisys Track Manager's real-time server, little-endian.
 *
 * <pre>
 *  0          4          8
 *  +----------+----------+-------------
 *  | size     | type     | content ...        size includes the header
 *  +----------+----------+-------------
 *  type 0 error text, 1 response text, 2 XML, 3 data, 4 no more data, 6 event
 *  data:      u64 microseconds, u32 frame, u32 components, then components:
 *             u32 size (including these 8 bytes), u32 type (5 = 6D)
 *  6D:        i32 bodies, u16 drop rate, u16 out of sync, then 48 bytes per body:
 *             3 f32 position in mm, 9 f32 rotation matrix, column-major; all NaN when lost
 * </pre>
 */
public final class QtmDecoder extends StreamDecoder {
  private static final int TYPE = 4;
  private static final int CONTENT = 8;

  private static final int ERROR = 0;
  private static final int COMMAND_RESPONSE = 1;
  private static final int XML = 2;
  private static final int DATA = 3;
  private static final int EVENT = 6;

  private static final int MICROSECONDS = CONTENT;
  private static final int FRAME = CONTENT + 8;
  private static final int COMPONENTS = CONTENT + 12;
  private static final int FIRST_COMPONENT = CONTENT + 16;

  private static final int SIX_DEGREES_OF_FREEDOM = 5;
  private static final int BODIES = 8;
  private static final int FIRST_BODY = 16;
  private static final int ROTATION = 12;
  private static final int BODY_BYTES = 48;

  private static final int MAX_BUFFERED_BYTES = 1024 * 1024;
  private static final int MAX_PACKET_BYTES = 64 * 1024 * 1024;
  private static final int MAX_TEXT_BYTES = 1024;
  private static final double METRES_PER_MILLIMETRE = 1e-3;

  private final QtmListener listener;
  private final BodySample sample = new BodySample();
  private final double[] rotation = new double[9];
  private int namedBodies = -1;

  /** Creates a decoder for a new connection. */
  public QtmDecoder(QtmListener listener) {
    super(listener, new MessageBuffer(ByteOrder.LITTLE_ENDIAN, MAX_BUFFERED_BYTES));
    this.listener = listener;
  }

  @Override
  public void reset() {
    namedBodies = -1;
    super.reset();
  }

  @Override
  void decode() {
    while (buffer.available() >= CONTENT) {
      int size = buffer.intAt(0);
      int type = buffer.intAt(TYPE);
      if (size < CONTENT || size > MAX_PACKET_BYTES || type < 0 || type > 255) {
        fail(
            "it sends no QTM packets, or in the other byte order; it sent "
                + WireText.quote(buffer.textAt(0, Math.min(buffer.available(), 64))));
        return;
      }
      if (size > buffer.available() && size <= buffer.limit()) {
        return;
      }
      if (size <= buffer.limit()) {
        decodePacket(type, size);
      }
      buffer.consume(size);
    }
  }

  private void decodePacket(int type, int size) {
    switch (type) {
      case ERROR -> listener.onError(readText(size));
      case COMMAND_RESPONSE -> listener.onResponse(readText(size));
      case XML -> decodeNames(buffer.textAt(CONTENT, size - CONTENT));
      case DATA -> decodeData(size);
      case EVENT -> listener.onNamesChanged();
      default -> {}
    }
  }

  private String readText(int size) {
    return buffer.textAt(CONTENT, Math.min(size - CONTENT, MAX_TEXT_BYTES));
  }

  private void decodeNames(String xml) {
    List<String> names = QtmBodyNames.parse(xml);
    if (names == null) {
      return;
    }
    listener.onBodiesCleared();
    for (int body = 0; body < names.size(); body++) {
      listener.onBody(body, names.get(body));
    }
    namedBodies = names.size();
  }

  private void decodeData(int size) {
    if (size < FIRST_COMPONENT) {
      listener.onMalformed();
      return;
    }
    sample.pose.timeNanos = buffer.longAt(MICROSECONDS) * 1000;
    sample.frame = Integer.toUnsignedLong(buffer.intAt(FRAME));
    int components = buffer.intAt(COMPONENTS);
    int offset = FIRST_COMPONENT;
    for (int i = 0; i < components && size - offset >= CONTENT; i++) {
      int componentSize = buffer.intAt(offset);
      if (componentSize < CONTENT || componentSize > size - offset) {
        listener.onMalformed();
        return;
      }
      if (buffer.intAt(offset + TYPE) == SIX_DEGREES_OF_FREEDOM) {
        decodeBodies(offset, componentSize);
      }
      offset += componentSize;
    }
  }

  private void decodeBodies(int component, int componentSize) {
    if (componentSize < FIRST_BODY) {
      listener.onMalformed();
      return;
    }
    int bodies = buffer.intAt(component + BODIES);
    if (bodies < 0 || bodies > (componentSize - FIRST_BODY) / BODY_BYTES) {
      listener.onMalformed();
      return;
    }
    if (namedBodies >= 0 && bodies != namedBodies) {
      namedBodies = -1;
      listener.onNamesChanged();
    }
    for (int body = 0; body < bodies; body++) {
      decodeBody(body, component + FIRST_BODY + body * BODY_BYTES);
    }
  }

  private void decodeBody(int body, int offset) {
    sample.body = body;
    sample.pose.xMetres = buffer.floatAt(offset) * METRES_PER_MILLIMETRE;
    sample.pose.yMetres = buffer.floatAt(offset + 4) * METRES_PER_MILLIMETRE;
    sample.pose.zMetres = buffer.floatAt(offset + 8) * METRES_PER_MILLIMETRE;
    sample.tracked = !Double.isNaN(sample.pose.xMetres);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        rotation[3 * row + column] = buffer.floatAt(offset + ROTATION + 12 * column + 4 * row);
      }
    }
    sample.pose.setRotation(rotation);
    listener.onSample(sample);
  }
}
