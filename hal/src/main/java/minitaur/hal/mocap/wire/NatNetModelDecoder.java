package minitaur.hal.mocap.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decodes NatNet's definitions, which contain the names of bodies.
 *
 * <pre>
 *  i32 count, each: i32 type, [4.1: i32 length of the definition,] definition
 *  rigid body (type 1): name, NUL, i32 id, i32 parent, 3 f32 offset, [4.2: 4 f32 quaternion,]
 *                       i32 markers, n x 3 f32, n x i32 label, [4.0: n names]
 * </pre>
 *
 * <p>Before 4.1 definitions have no length, so other definitions must be parsed to skip them.
 */
final class NatNetModelDecoder {
  private static final int MARKER_SET = 0;
  private static final int RIGID_BODY = 1;
  private static final int SKELETON = 2;
  private static final int FORCE_PLATE = 3;
  private static final int DEVICE = 4;
  private static final int CAMERA = 5;

  /** Width, length, origin, 12 x 12 calibration and 4 corners of a force plate, all f32. */
  private static final int FORCE_PLATE_NUMBERS_BYTES = 4 * (2 + 3 + 144 + 12);

  /** Position and quaternion of a camera, all f32. */
  private static final int CAMERA_NUMBERS_BYTES = 4 * 7;

  private final NatNetListener listener;
  private final Map<Integer, String> bodies = new LinkedHashMap<>();
  private Map<Integer, String> reportedBodies = Map.of();

  NatNetModelDecoder(NatNetListener listener) {
    this.listener = listener;
  }

  /** Discards the bodies reported so far. */
  void reset() {
    reportedBodies = Map.of();
  }

  /** Reads all definitions and reports them if they are valid and new. */
  void decode(PacketCursor cursor, NatNetServer server) {
    boolean hasSizes = server.isAtLeast(4, 1);
    bodies.clear();
    int count = cursor.count(4);
    for (int i = 0; i < count && !cursor.isBroken(); i++) {
      int type = cursor.int32();
      if (hasSizes) {
        decodeSizedDefinition(cursor, type, server);
      } else if (!decodeDefinition(cursor, type, server)) {
        // Definitions after an unknown one cannot be located; those before it are valid.
        break;
      }
    }
    if (cursor.isBroken()) {
      return;
    }
    if (!bodies.equals(reportedBodies)) {
      reportedBodies = Map.copyOf(bodies);
      listener.onBodiesCleared();
      bodies.forEach(listener::onBody);
    }
    listener.onModelRead(bodies.size());
  }

  private void decodeSizedDefinition(PacketCursor cursor, int type, NatNetServer server) {
    int size = cursor.int32();
    int start = cursor.position();
    if (size < 0 || size > cursor.remaining()) {
      cursor.fail();
      return;
    }
    if (type == RIGID_BODY) {
      decodeRigidBody(cursor, server, true);
    }
    if (!cursor.isBroken()) {
      cursor.seek(start + size);
    }
  }

  private boolean decodeDefinition(PacketCursor cursor, int type, NatNetServer server) {
    switch (type) {
      case MARKER_SET -> {
        cursor.skipText();
        skipTexts(cursor);
      }
      case RIGID_BODY -> decodeRigidBody(cursor, server, true);
      case SKELETON -> skipSkeleton(cursor, server);
      case FORCE_PLATE -> {
        cursor.skip(4);
        cursor.skipText();
        cursor.skip(FORCE_PLATE_NUMBERS_BYTES + 8);
        skipTexts(cursor);
      }
      case DEVICE -> {
        cursor.skip(4);
        cursor.skipText();
        cursor.skipText();
        cursor.skip(8);
        skipTexts(cursor);
      }
      case CAMERA -> {
        cursor.skipText();
        cursor.skip(CAMERA_NUMBERS_BYTES);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void skipSkeleton(PacketCursor cursor, NatNetServer server) {
    cursor.skipText();
    cursor.skip(4);
    int bones = cursor.count(25);
    for (int i = 0; i < bones && !cursor.isBroken(); i++) {
      decodeRigidBody(cursor, server, false);
    }
  }

  /**
   * @param isStandalone whether it is a separate body; ids of bones are relative to their skeleton
   */
  private void decodeRigidBody(PacketCursor cursor, NatNetServer server, boolean isStandalone) {
    String name = cursor.text();
    int id = cursor.int32();
    cursor.skip(4 + 12);
    if (server.isAtLeast(4, 2)) {
      cursor.skip(16);
    }
    int markers = cursor.count(16);
    cursor.skip(markers * 16L);
    if (server.isAtLeast(4, 0)) {
      for (int i = 0; i < markers && !cursor.isBroken(); i++) {
        cursor.skipText();
      }
    }
    if (isStandalone && !cursor.isBroken()) {
      bodies.put(id, name);
    }
  }

  private static void skipTexts(PacketCursor cursor) {
    int texts = cursor.count(1);
    for (int i = 0; i < texts && !cursor.isBroken(); i++) {
      cursor.skipText();
    }
  }
}
