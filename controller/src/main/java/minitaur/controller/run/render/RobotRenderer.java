package minitaur.controller.run.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;

/**
 * Draws a robot seen from its right side, in meters: x forward to the right, z up. The right legs
 * are in front; the left legs are behind and drawn lighter.
 */
final class RobotRenderer {
  static final Color SKY = new Color(0xf7, 0xf9, 0xfb);
  static final Color SOIL = new Color(0xe9, 0xe6, 0xe0);
  static final Color GROUND_LINE = new Color(0x6d, 0x65, 0x5a);
  static final Color TEXT = new Color(0x33, 0x33, 0x33);

  private static final Color TRUNK = new Color(0xdf, 0xe3, 0xe8);
  private static final Color CHASSIS = new Color(0xb9, 0xc1, 0xcb);
  private static final Color WOOD = new Color(0xd9, 0xb3, 0x7c);
  private static final Color WOOD_EDGE = new Color(0x8a, 0x62, 0x2c);
  private static final Color OUTLINE = new Color(0x5b, 0x66, 0x73);
  private static final LegColors NEAR =
      new LegColors(new Color(0x1f, 0x2d, 0x3d), new Color(0x00, 0x72, 0xb2), Color.WHITE);
  private static final LegColors FAR =
      new LegColors(
          new Color(0xb4, 0xbb, 0xc4), new Color(0xb3, 0xd1, 0xe4), new Color(0xf4, 0xf6, 0xf8));

  /** Color of the upper links of the near legs. */
  static final Color NEAR_COLOR = NEAR.upper();

  /** Color of the upper links of the far legs. */
  static final Color FAR_COLOR = FAR.upper();

  // Side view of the trunk: boxes of PyBullet's minitaur_rainbow_dash.urdf.
  private static final double TRUNK_LENGTH = 0.30;
  private static final double TRUNK_HEIGHT = 0.087;
  private static final double CUBE_SIZE = 0.08;
  private static final double CUBE_X = 0.10;
  private static final double CUBE_Z = 0.08;
  private static final double MOTOR_RADIUS = 0.0425;

  private static final double CHASSIS_HEIGHT = 0.042;
  private static final float UPPER_WIDTH = 0.017f;
  private static final float LOWER_WIDTH = 0.012f;
  private static final double JOINT_RADIUS = 0.0055;
  private static final BasicStroke EDGE = new BasicStroke(0.0022f);

  private final RobotGeometry geometry;
  private final FiveBarLeg kinematics;
  private final double[] point = new double[2];

  private record LegColors(Color upper, Color lower, Color joint) {}

  RobotRenderer(RobotGeometry geometry) {
    this.geometry = geometry;
    kinematics = new FiveBarLeg(geometry);
  }

  /**
   * Draws movable blocks and, before them, the robot in several poses.
   *
   * @param image graphics with image units, x to the right and y down
   * @param originX x of the lane's origin in the image
   * @param originY y of the lane's origin in the image
   * @param unitsPerMetre scale of the image
   * @param blocks {@code [block][corner]} x and z of the corners, m. Not modified.
   * @param poses Not modified.
   */
  void draw(
      Graphics2D image,
      double originX,
      double originY,
      double unitsPerMetre,
      List<double[][]> blocks,
      List<RobotPose> poses) {
    Graphics2D metres = (Graphics2D) image.create();
    metres.transform(new AffineTransform(unitsPerMetre, 0, 0, -unitsPerMetre, originX, originY));
    drawBlocks(metres, blocks, unitsPerMetre);
    poses.forEach(pose -> draw(metres, pose));
    metres.dispose();
  }

  /** Draws the robot in meters, x to the right and z up. */
  private void draw(Graphics2D metres, RobotPose pose) {
    drawLeg(metres, Leg.BACK_LEFT, pose, FAR);
    drawLeg(metres, Leg.FRONT_LEFT, pose, FAR);
    Graphics2D trunk = trunkPlane(metres, pose, 0);
    drawTrunk(trunk);
    trunk.dispose();
    drawLeg(metres, Leg.BACK_RIGHT, pose, NEAR);
    drawLeg(metres, Leg.FRONT_RIGHT, pose, NEAR);
  }

  /**
   * Creates graphics for the trunk-fixed x-z plane at offset {@code y} to the left, projected along
   * the lane's y axis. The rotation is R = Ry(pitch) Rx(roll).
   */
  private static Graphics2D trunkPlane(Graphics2D metres, RobotPose pose, double y) {
    double sinPitch = StrictMath.sin(pose.pitch());
    double cosPitch = StrictMath.cos(pose.pitch());
    double sinRoll = StrictMath.sin(pose.roll());
    double cosRoll = StrictMath.cos(pose.roll());
    Graphics2D graphics = (Graphics2D) metres.create();
    graphics.transform(
        new AffineTransform(
            cosPitch,
            -sinPitch,
            sinPitch * cosRoll,
            cosPitch * cosRoll,
            pose.x() + sinPitch * sinRoll * y,
            pose.z() + cosPitch * sinRoll * y));
    return graphics;
  }

  private void drawTrunk(Graphics2D trunk) {
    fillShape(trunk, box(CUBE_X, CUBE_Z, CUBE_SIZE, CUBE_SIZE, 0.012), TRUNK);
    fillShape(trunk, box(0, 0, TRUNK_LENGTH, TRUNK_HEIGHT, 0.018), TRUNK);
    double length = 2 * geometry.hip().x();
    fillShape(trunk, box(0, geometry.hipZ(), length, CHASSIS_HEIGHT, CHASSIS_HEIGHT), CHASSIS);
    for (double x : new double[] {-geometry.hip().x(), geometry.hip().x()}) {
      fillShape(trunk, circle(x, geometry.hipZ(), MOTOR_RADIUS), CHASSIS);
    }
  }

  /** Draws both halves of a leg: upper links from the hip, lower links to the pin and the foot. */
  private void drawLeg(Graphics2D metres, Leg legId, RobotPose pose, LegColors colors) {
    double rear = pose.motorAngles()[legId.rear().ordinal()];
    double front = pose.motorAngles()[legId.front().ordinal()];
    Graphics2D hip = trunkPlane(metres, pose, geometry.hipY(legId));
    hip.translate(geometry.hipX(legId), geometry.hipZ());

    double rearKneeX = -geometry.upperLink() * StrictMath.sin(rear);
    double rearKneeZ = geometry.upperLink() * StrictMath.cos(rear);
    double frontKneeX = geometry.upperLink() * StrictMath.sin(front);
    double frontKneeZ = geometry.upperLink() * StrictMath.cos(front);
    kinematics.pinPosition(rear, front, point);
    double pinX = point[0];
    double pinZ = point[1];
    kinematics.footPosition(rear, front, point);

    drawLink(hip, frontKneeX, frontKneeZ, pinX, pinZ, LOWER_WIDTH, colors.lower());
    drawLink(hip, rearKneeX, rearKneeZ, point[0], point[1], LOWER_WIDTH, colors.lower());
    drawLink(hip, 0, 0, frontKneeX, frontKneeZ, UPPER_WIDTH, colors.upper());
    drawLink(hip, 0, 0, rearKneeX, rearKneeZ, UPPER_WIDTH, colors.upper());
    hip.setColor(colors.upper());
    hip.fill(circle(point[0], point[1], geometry.footRadius()));
    hip.setColor(colors.joint());
    hip.fill(circle(0, 0, JOINT_RADIUS));
    hip.fill(circle(frontKneeX, frontKneeZ, JOINT_RADIUS));
    hip.fill(circle(rearKneeX, rearKneeZ, JOINT_RADIUS));
    hip.fill(circle(pinX, pinZ, 0.7 * JOINT_RADIUS));
    hip.dispose();
  }

  private static void drawLink(
      Graphics2D graphics, double x0, double z0, double x1, double z1, float width, Color color) {
    graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.setColor(color);
    graphics.draw(new Line2D.Double(x0, z0, x1, z1));
  }

  private static void fillShape(Graphics2D graphics, Shape shape, Color color) {
    graphics.setColor(color);
    graphics.fill(shape);
    graphics.setColor(OUTLINE);
    graphics.setStroke(EDGE);
    graphics.draw(shape);
  }

  private static Shape box(double x, double z, double length, double height, double corner) {
    return new RoundRectangle2D.Double(
        x - length / 2, z - height / 2, length, height, corner, corner);
  }

  private static Shape circle(double x, double z, double radius) {
    return new Ellipse2D.Double(x - radius, z - radius, 2 * radius, 2 * radius);
  }

  private static void drawBlocks(Graphics2D metres, List<double[][]> blocks, double unitsPerMetre) {
    metres.setStroke(new BasicStroke((float) (1 / unitsPerMetre)));
    for (double[][] block : blocks) {
      Path2D outline = convexHull(block);
      metres.setColor(WOOD);
      metres.fill(outline);
      metres.setColor(WOOD_EDGE);
      metres.draw(outline);
    }
  }

  /** Computes the convex hull of points in the plane by gift wrapping. */
  private static Path2D convexHull(double[][] points) {
    int start = 0;
    for (int i = 1; i < points.length; i++) {
      start = points[i][0] < points[start][0] ? i : start;
    }
    Path2D path = new Path2D.Double();
    path.moveTo(points[start][0], points[start][1]);
    int current = start;
    for (int corner = 0; corner < points.length; corner++) {
      int next = (current + 1) % points.length;
      for (int i = 0; i < points.length; i++) {
        double cross =
            (points[next][0] - points[current][0]) * (points[i][1] - points[current][1])
                - (points[next][1] - points[current][1]) * (points[i][0] - points[current][0]);
        next = cross < -1e-12 ? i : next;
      }
      current = next;
      if (current == start) {
        break;
      }
      path.lineTo(points[current][0], points[current][1]);
    }
    path.closePath();
    return path;
  }
}
