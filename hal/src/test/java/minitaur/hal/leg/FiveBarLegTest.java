package minitaur.hal.leg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import minitaur.hal.RobotGeometry;
import org.junit.jupiter.api.Test;

class FiveBarLegTest {
  /** The tables have 12 digits. */
  private static final double TABLE_TOLERANCE = 1e-9;

  private static final double STEP_RAD = 1e-5;

  /** Of a central difference. */
  private static final double DERIVATIVE_TOLERANCE = 1e-9;

  private final FiveBarLeg leg = new FiveBarLeg(RobotGeometry.nominal());

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
  void derivativesOfFootPositionMatchReferenceTable() throws IOException {
    List<double[]> rows = readTable("foot-jacobian.csv");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
    for (double[] row : rows) {
      double[] byRear = derivative(row[0], row[1], STEP_RAD, 0);
      double[] byFront = derivative(row[0], row[1], 0, STEP_RAD);
      assertThat(new double[] {byRear[0], byFront[0], byRear[1], byFront[1]})
          .containsExactly(
              new double[] {row[2], row[3], row[4], row[5]}, within(DERIVATIVE_TOLERANCE));
    }
  }

  private double[] derivative(double rear, double front, double rearStep, double frontStep) {
    double[] before = new double[2];
    double[] after = new double[2];
    leg.footPosition(rear - rearStep, front - frontStep, before);
    leg.footPosition(rear + rearStep, front + frontStep, after);
    return new double[] {
      (after[0] - before[0]) / (2 * STEP_RAD), (after[1] - before[1]) / (2 * STEP_RAD)
    };
  }

  @Test
  void swingMovesFootForwardAndExtensionDown() {
    double[] neutral = foot(0, 2);
    assertThat(foot(0.1, 2)[0]).isGreaterThan(neutral[0] + 0.02);
    assertThat(foot(-0.1, 2)[0]).isLessThan(neutral[0] - 0.02);
    assertThat(foot(0, 2.1)[1]).isLessThan(neutral[1] - 0.005);
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
