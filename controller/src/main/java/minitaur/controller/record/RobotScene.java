package minitaur.controller.record;

import java.io.IOException;
import minitaur.controller.record.JsonMessage.Color;
import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.mocap.Pose;

/**
 * Foxglove scene of the robot: a transform for the trunk, boxes for its body, and lines for the
 * links of its legs.
 */
final class RobotScene {
  /** Parent frame of the trunk: x along the walkway, z up. */
  static final String LANE = "lane";

  /** Frame of the trunk: x forward, y left, z up. */
  static final String TRUNK = "trunk";

  /** Height at which the trunk is drawn without motion capture, m; roughly its standing height. */
  private static final double DEFAULT_HEIGHT = 0.2;

  private static final Color BODY = new Color(0.87, 0.89, 0.91);
  private static final Color CHASSIS = new Color(0.73, 0.76, 0.80);
  private static final Color FRONT = new Color(0.90, 0.62, 0.0);
  private static final Color LINK = new Color(0.0, 0.45, 0.70);
  private static final double LINK_THICKNESS = 0.014;
  private static final int LINE_LIST = 2;

  /** Number of points of a leg, in the order of {@link #points}. */
  private static final int POINTS_PER_LEG = 5;

  /** Links of a leg from point to point: hip, rear knee, foot; hip, front knee, pin. */
  private static final int[] LINKS = {0, 1, 1, 2, 0, 3, 3, 4};

  private record Size(double length, double width, double height) {}

  private final RobotGeometry geometry;
  private final FiveBarLeg leg;
  private final double[] point = new double[2];

  RobotScene(RobotGeometry geometry) {
    this.geometry = geometry;
    leg = new FiveBarLeg(geometry);
  }

  /** Writes the trunk's transform from motion capture. */
  static void transform(long timeNanos, Pose pose, JsonMessage json) throws IOException {
    json.begin()
        .array("transforms")
        .object()
        .time("timestamp", timeNanos)
        .text("parent_frame_id", LANE)
        .text("child_frame_id", TRUNK)
        .vector("translation", pose.xMetres, pose.yMetres, pose.zMetres)
        .quaternion("rotation", pose.qw, pose.qx, pose.qy, pose.qz)
        .endObject()
        .endArray();
  }

  /** Writes the trunk's transform from roll and pitch only, without motion capture. */
  static void transform(long timeNanos, double roll, double pitch, JsonMessage json)
      throws IOException {
    double cosRoll = StrictMath.cos(roll / 2);
    double sinRoll = StrictMath.sin(roll / 2);
    double cosPitch = StrictMath.cos(pitch / 2);
    double sinPitch = StrictMath.sin(pitch / 2);
    Pose pose = new Pose();
    pose.zMetres = DEFAULT_HEIGHT;
    // Ry(pitch) Rx(roll).
    pose.qw = cosPitch * cosRoll;
    pose.qx = cosPitch * sinRoll;
    pose.qy = sinPitch * cosRoll;
    pose.qz = -sinPitch * sinRoll;
    transform(timeNanos, pose, json);
  }

  /** Writes the trunk's body, which is fixed to its frame; the orange box marks the front. */
  void trunk(long timeNanos, JsonMessage json) throws IOException {
    beginEntity(TRUNK, "trunk", timeNanos, json);
    json.array("cubes");
    Size side = new Size(2 * geometry.hip().x(), 0.03, 0.042);
    double sideY = geometry.hip().y() - 0.03;
    box(0, 0, 0, new Size(0.30, 0.16, 0.087), BODY, json);
    box(0, sideY, geometry.hipZ(), side, CHASSIS, json);
    box(0, -sideY, geometry.hipZ(), side, CHASSIS, json);
    box(0.165, 0, 0, new Size(0.03, 0.10, 0.05), FRONT, json);
    json.endArray().endObject().endArray();
  }

  private static void box(double x, double y, double z, Size size, Color color, JsonMessage json)
      throws IOException {
    json.object()
        .pose(x, y, z)
        .vector("size", size.length(), size.width(), size.height())
        .color(color)
        .endObject();
  }

  /**
   * Writes the links of all legs.
   *
   * @param motorAngles {@code [motor]} rad. Not modified.
   */
  void legs(long timeNanos, double[] motorAngles, JsonMessage json) throws IOException {
    beginEntity(TRUNK, "legs", timeNanos, json);
    json.array("lines").object().integer("type", LINE_LIST);
    json.pose(0, 0, 0).number("thickness", LINK_THICKNESS).flag("scale_invariant", false);
    json.color(LINK).array("points");
    for (int i = 0; i < Leg.COUNT; i++) {
      points(Leg.of(i), motorAngles, json);
    }
    json.endArray().array("indices");
    for (int i = 0; i < Leg.COUNT; i++) {
      for (int index : LINKS) {
        json.integer(POINTS_PER_LEG * (long) i + index);
      }
    }
    json.endArray().endObject().endArray().endObject().endArray();
  }

  /** Writes hip, rear knee, foot, front knee and pin of a leg. */
  private void points(Leg legId, double[] motorAngles, JsonMessage json) throws IOException {
    double rear = motorAngles[legId.rear().ordinal()];
    double front = motorAngles[legId.front().ordinal()];
    double upper = geometry.upperLink();
    point(legId, 0, 0, json);
    point(legId, -upper * StrictMath.sin(rear), upper * StrictMath.cos(rear), json);
    leg.footPosition(rear, front, point);
    point(legId, point[0], point[1], json);
    point(legId, upper * StrictMath.sin(front), upper * StrictMath.cos(front), json);
    leg.pinPosition(rear, front, point);
    point(legId, point[0], point[1], json);
  }

  /** Writes a point in a leg's plane, x forward and z up from its hip. */
  private void point(Leg legId, double x, double z, JsonMessage json) throws IOException {
    json.point(geometry.hipX(legId) + x, geometry.hipY(legId), geometry.hipZ() + z);
  }

  /**
   * Begins a message with an array of one entity, which replaces an earlier one with the same id.
   */
  static void beginEntity(String frame, String id, long timeNanos, JsonMessage json)
      throws IOException {
    json.begin()
        .array("entities")
        .object()
        .time("timestamp", timeNanos)
        .text("frame_id", frame)
        .text("id", id)
        .time("lifetime", 0) // Until it is replaced.
        .flag("frame_locked", true);
  }
}
