package minitaur.controller.run.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RobotImageTest {
  private static final RobotGeometry GEOMETRY = RobotGeometry.nominal();
  private static final Color NEAR_FOOT = new Color(0x1f, 0x2d, 0x3d);
  private static final Color FAR_FOOT = new Color(0xb4, 0xbb, 0xc4);
  private static final int UNITS_PER_METRE = 1000;

  private static double[] standingAngles() {
    double[] angles = new double[8];
    Arrays.fill(angles, 2.0);
    return angles;
  }

  private static BufferedImage drawRobot(RobotPose pose) {
    BufferedImage image = new BufferedImage(1000, 600, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    new RobotRenderer(GEOMETRY).draw(graphics, 500, 500, UNITS_PER_METRE, List.of(), List.of(pose));
    graphics.dispose();
    return image;
  }

  /** Returns the color at a point of the trunk's frame, m, in the image: R = Ry(pitch) Rx(roll). */
  private static Color colorAt(BufferedImage image, RobotPose pose, double x, double y, double z) {
    double rolled = y * Math.sin(pose.roll()) + z * Math.cos(pose.roll());
    double worldX = pose.x() + x * Math.cos(pose.pitch()) + rolled * Math.sin(pose.pitch());
    double worldZ = pose.z() - x * Math.sin(pose.pitch()) + rolled * Math.cos(pose.pitch());
    return new Color(
        image.getRGB(
            (int) Math.round(500 + worldX * UNITS_PER_METRE),
            (int) Math.round(500 - worldZ * UNITS_PER_METRE)));
  }

  @Test
  void drawsFeetAtForwardKinematics() {
    double[] angles = standingAngles();
    double[] swings = {0.4, -0.3, -0.2, 0.3};
    for (Leg leg : Leg.values()) {
      angles[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swings[leg.ordinal()], 2.0);
      angles[leg.front().ordinal()] = FiveBarLeg.frontAngle(swings[leg.ordinal()], 2.0);
    }
    for (double[] tilt : new double[][] {{0, -0.2}, {0, 0}, {0, 0.2}, {0.15, 0}, {-0.15, 0.1}}) {
      RobotPose pose = new RobotPose(0, 0.05, 0.3, tilt[0], tilt[1], angles);
      BufferedImage image = drawRobot(pose);
      double[] foot = new double[2];
      for (Leg leg : Leg.values()) {
        new FiveBarLeg(GEOMETRY)
            .footPosition(angles[leg.rear().ordinal()], angles[leg.front().ordinal()], foot);
        Color expected = leg.isLeft() ? FAR_FOOT : NEAR_FOOT;
        assertThat(
                colorAt(
                    image,
                    pose,
                    GEOMETRY.hipX(leg) + foot[0],
                    GEOMETRY.hipY(leg),
                    GEOMETRY.hipZ() + foot[1]))
            .as("%s at roll and pitch %s", leg, Arrays.toString(tilt))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void framesFollowRobotAndFillRows(@TempDir Path directory) throws IOException {
    RobotImage robotImage = new RobotImage(GEOMETRY);
    Path file = directory.resolve("robot.png");
    RobotPose near = new RobotPose(0, 0, 0.26, 0, 0, standingAngles());
    RobotPose far = new RobotPose(9, 7.2, 0.26, 0, 0, standingAngles());

    robotImage.draw(List.of(near, far, near, far, near, far), List.of(), x -> 0, file);
    BufferedImage six = ImageIO.read(file.toFile());
    robotImage.draw(List.of(near, far), List.of(), x -> 0, file);
    BufferedImage two = ImageIO.read(file.toFile());

    assertThat(six.getWidth()).isEqualTo(2 * (12 + 4 * 312));
    assertThat(six.getHeight()).isEqualTo(2 * (12 + 2 * 224 + 36));
    assertThat(two.getWidth()).isEqualTo(2 * (12 + 2 * 312));
    assertThat(two.getHeight()).isEqualTo(2 * (12 + 224 + 36));
    // The legend names the colors of the near and the far legs.
    assertThat(new Color(two.getRGB(2 * (12 + 5), 2 * (12 + 224 + 26)))).isEqualTo(NEAR_FOOT);
    assertThat(new Color(two.getRGB(2 * (102 + 5), 2 * (12 + 224 + 26)))).isEqualTo(FAR_FOOT);
    // The robot is at the same place in each frame: compares all but the time and the ticks.
    for (int x = 150; x < 600; x += 3) {
      for (int y = 100; y < 300; y += 3) {
        assertThat(two.getRGB(24 + x, 24 + y)).isEqualTo(two.getRGB(24 + 624 + x, 24 + y));
      }
    }
  }

  @Test
  void drawsGroundAndBlocks(@TempDir Path directory) throws IOException {
    RobotImage robotImage = new RobotImage(GEOMETRY);
    Path file = directory.resolve("robot.png");
    RobotPose pose = new RobotPose(0, 0, 0.5, 0, 0, standingAngles());
    double[][] block = {{0.1, 0.0}, {0.2, 0.0}, {0.2, 0.1}, {0.1, 0.1}};
    robotImage.draw(
        List.of(pose), List.of(List.<double[][]>of(block)), x -> x > 0.3 ? 0.1 : 0, file);
    BufferedImage image = ImageIO.read(file.toFile());
    // Two pixels per unit; a frame begins at 12, 300 units show 0.88 m, the ground is at 176.
    double units = 300 / 0.88;
    int soil = image.getRGB(2 * (12 + 10), 2 * (12 + 180));
    int sky = image.getRGB(2 * (12 + 10), 2 * (12 + 160));
    int step = 2 * (12 + 150 + (int) (0.4 * units));
    assertThat(image.getRGB(step, 2 * (12 + 160))).isEqualTo(soil).isNotEqualTo(sky);
    int wood = image.getRGB(2 * (12 + 150 + (int) (0.15 * units)), 2 * (12 + 170));
    assertThat(wood).isNotIn(soil, sky);
  }

  @Test
  void rejectsEmptyPosesAndWrongAngleCount(@TempDir Path directory) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RobotImage(GEOMETRY)
                    .draw(List.of(), List.of(), x -> 0, directory.resolve("a.png")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RobotPose(0, 0, 0, 0, 0, new double[12]));
  }
}
