package minitaur.hal.leg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import minitaur.hal.RobotGeometry;
import org.junit.jupiter.api.Test;

class FiveBarLegTest {
  /** The tables have 12 digits. */
  private static final double TABLE_TOLERANCE = 1e-9;

  private final RobotGeometry geometry = RobotGeometry.nominal();
  private final FiveBarLeg leg = new FiveBarLeg(geometry);

  @Test
  void footAndPinMatchReferenceTable() throws IOException {
    List<double[]> rows = readTable("leg-kinematics.csv");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
    double[] point = new double[2];
    for (double[] row : rows) {
      double rear = row[0];
      double front = row[1];
      assertThat(FiveBarLeg.swing(rear, front)).isCloseTo(row[2], within(TABLE_TOLERANCE));
      assertThat(FiveBarLeg.extension(rear, front)).isCloseTo(row[3], within(TABLE_TOLERANCE));
      assertThat(FiveBarLeg.rearAngle(row[2], row[3])).isCloseTo(rear, within(TABLE_TOLERANCE));
      assertThat(FiveBarLeg.frontAngle(row[2], row[3])).isCloseTo(front, within(TABLE_TOLERANCE));
      leg.pinPosition(rear, front, point);
      assertThat(point).containsExactly(new double[] {row[8], row[9]}, within(TABLE_TOLERANCE));
      leg.footPosition(rear, front, point);
      assertThat(point).containsExactly(new double[] {row[10], row[11]}, within(TABLE_TOLERANCE));
    }
  }

  @Test
  void footJacobianMatchesReferenceTable() throws IOException {
    List<double[]> rows = readTable("foot-jacobian.csv");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
    double[] jacobian = new double[4];
    for (double[] row : rows) {
      leg.footJacobian(row[0], row[1], jacobian);
      assertThat(jacobian)
          .containsExactly(new double[] {row[2], row[3], row[4], row[5]}, within(TABLE_TOLERANCE));
    }
  }

  @Test
  void inverseInvertsForwardKinematics() {
    Random random = new Random(1);
    double[] foot = new double[2];
    double[] angles = new double[2];
    for (int i = 0; i < 10_000; i++) {
      double swing = -1.5 + 3 * random.nextDouble();
      double stop = geometry.minMotorSum() / 2;
      double extension = stop + (Math.PI - 2 * stop) * (0.001 + 0.998 * random.nextDouble());
      double rear = FiveBarLeg.rearAngle(swing, extension);
      double front = FiveBarLeg.frontAngle(swing, extension);
      leg.footPosition(rear, front, foot);
      assertThat(leg.inverseKinematics(foot[0], foot[1], angles)).isTrue();
      assertThat(angles).containsExactly(new double[] {rear, front}, within(1e-9));
    }
  }

  @Test
  void swingMovesFootForwardAndExtensionDown() {
    double[] neutral = foot(0, 2);
    assertThat(foot(0.1, 2)[0]).isGreaterThan(neutral[0] + 0.02);
    assertThat(foot(-0.1, 2)[0]).isLessThan(neutral[0] - 0.02);
    assertThat(foot(0, 2.1)[1]).isLessThan(neutral[1] - 0.005);
  }

  @Test
  void rejectsUnreachablePoints() {
    double[] angles = {7, 8};
    double maxReach = geometry.upperLink() + geometry.kneeToFoot();
    double minReach = geometry.kneeToFoot() - geometry.upperLink();
    assertThat(leg.inverseKinematics(0, -maxReach - 1e-6, angles)).as("too far").isFalse();
    assertThat(leg.inverseKinematics(0.01, -minReach + 0.001, angles)).as("too close").isFalse();
    assertThat(leg.inverseKinematics(0, 0, angles)).as("at the hip").isFalse();
    assertThat(leg.inverseKinematics(Double.NaN, -0.2, angles)).as("not a number").isFalse();
    double[] folded = foot(0, 0.49 * geometry.minMotorSum());
    assertThat(leg.inverseKinematics(folded[0], folded[1], angles))
        .as("folded beyond the stop")
        .isFalse();
    double[] overextended = foot(0, Math.PI - 0.49 * geometry.minMotorSum());
    assertThat(leg.inverseKinematics(overextended[0], overextended[1], angles))
        .as("extended beyond the stop")
        .isFalse();
    assertThat(angles).containsExactly(7, 8);
  }

  private double[] foot(double swing, double extension) {
    double[] foot = new double[2];
    leg.footPosition(
        FiveBarLeg.rearAngle(swing, extension), FiveBarLeg.frontAngle(swing, extension), foot);
    return foot;
  }

  private static List<double[]> readTable(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(FiveBarLegTest.class.getResourceAsStream("/physics/" + name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }
}
