package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import minitaur.hal.Leg;
import minitaur.sim.terrain.FlatGround;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Standing, dropping and walking compared with MuJoCo. Every table in the folder {@code physics} is
 * a case, with its gait and terrain in {@code gaits.json}; the columns {@code _min} and {@code
 * _max} are the band over MuJoCo's contact settings and an independent rigid contact.
 */
class ReferenceMotionTest {
  private static final double STEP = 1e-3;
  private static final int STEPS_PER_DROP_ROW = 10;

  /** Tolerance beyond the bands for a different contact model. */
  private static final double HEIGHT_TOLERANCE = 1e-3;

  private static final double PITCH_TOLERANCE = 1e-3;

  private MinitaurDynamics robot = new MinitaurDynamics(RobotModel.nominal(), new FlatGround());
  private final double[] target = new double[8];
  private final double[] torque = new double[8];

  @TestFactory
  Stream<DynamicTest> dropsMatchReference() throws IOException, URISyntaxException {
    return cases(table -> table.startsWith("drop"), this::checkDrop);
  }

  @TestFactory
  Stream<DynamicTest> gaitsMatchReference() throws IOException, URISyntaxException {
    return cases(this::isGait, this::checkGait);
  }

  @TestFactory
  Stream<DynamicTest> standingMatchesReference() throws IOException {
    JsonNode statics = ReferenceData.json("static.json");
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, JsonNode> range : statics.get("range").properties()) {
      double extension = Double.parseDouble(range.getKey());
      tests.add(
          DynamicTest.dynamicTest(
              "extension " + range.getKey(), () -> checkStanding(extension, range.getValue())));
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(2);
    return tests.stream();
  }

  private void checkDrop(String table) throws IOException {
    List<Map<String, Double>> rows = ReferenceData.table(table);
    Arrays.fill(target, 2);
    robot.resetStanding(target);
    robot.state().position[2] += 0.05;
    double force = 0;
    for (Map<String, Double> row : rows) {
      String time = "t = " + row.get("t");
      assertInBand(robot.state().position[2], row, "z", HEIGHT_TOLERANCE);
      assertInBand(robot.state().pitch(), row, "pitch", PITCH_TOLERANCE);
      // In the first 10 ms of the impact the force depends on the exact impact time.
      if (row.get("t") > 0.115) {
        assertThat(force)
            .as("vertical force at " + time)
            .isBetween(row.get("fz_min") - 4, row.get("fz_max") + 4);
      }
      force = 0;
      for (int i = 0; i < STEPS_PER_DROP_ROW; i++) {
        stepTowardTarget();
        force += robot.contactForceZ() / STEPS_PER_DROP_ROW;
      }
    }
    assertThat(force).isCloseTo(RobotModel.nominal().mass() * 9.81, within(0.05));
  }

  /** Whether a table has the columns of a gait with bands. */
  private boolean isGait(String table) {
    try {
      return ReferenceData.table(table)
          .get(0)
          .keySet()
          .containsAll(List.of("x_min", "y_min", "m7"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkGait(String table) throws IOException {
    TestGait gait = TestGait.of(table);
    JsonNode tolerances = ReferenceData.json("gaits.json").get(table);
    double tolerance = tolerances.get("x_tolerance").asDouble();
    List<Map<String, Double>> rows = ReferenceData.table(table);
    robot = new MinitaurDynamics(RobotModel.nominal(), gait.terrain());
    gait.target(0, target);
    robot.resetStanding(target);
    assertThat(robot.state().position[0]).isCloseTo(rows.get(0).get("x"), within(1e-5));
    assertThat(robot.state().position[2]).isCloseTo(rows.get(0).get("z"), within(1e-5));
    int stepCount = 0;
    double height = 0;
    double expectedHeight = 0;
    double pitch = 0;
    double expectedPitch = 0;
    int sampleCount = 0;
    for (Map<String, Double> row : rows) {
      while (stepCount < Math.round(row.get("t") / STEP)) {
        gait.target(stepCount++ * STEP, target);
        stepTowardTarget();
      }
      double x = robot.state().position[0];
      double y = robot.state().position[1];
      // Contact models differ at single instants; means over complete strides are comparable.
      if (row.get("t") > 1 && row != rows.get(rows.size() - 1)) {
        height += robot.state().position[2] - gait.terrain().height(x, y);
        expectedHeight += row.get("z") - gait.terrain().height(row.get("x"), row.get("y"));
        pitch += robot.state().pitch();
        expectedPitch += row.get("pitch");
        sampleCount++;
      }
      if (row == rows.get(rows.size() - 1)) {
        double distance = row.get("x");
        double yTolerance = tolerances.path("y_tolerance").asDouble(0.01) * distance;
        assertThat(x)
            .as("distance")
            .isBetween(
                row.get("x_min") - tolerance * distance, row.get("x_max") + tolerance * distance);
        assertThat(y)
            .as("lateral displacement")
            .isBetween(row.get("y_min") - yTolerance, row.get("y_max") + yTolerance);
      }
    }
    assertThat(sampleCount).isGreaterThan(300);
    assertThat(height / sampleCount)
        .isCloseTo(
            expectedHeight / sampleCount,
            within(tolerances.path("height_tolerance").asDouble(HEIGHT_TOLERANCE)));
    assertThat(pitch / sampleCount)
        .isCloseTo(
            expectedPitch / sampleCount,
            within(tolerances.path("pitch_tolerance").asDouble(PITCH_TOLERANCE)));
  }

  private void checkStanding(double extension, JsonNode range) {
    Arrays.fill(target, extension);
    robot.resetStanding(target);
    for (int i = 0; i < 10_000; i++) {
      stepTowardTarget();
    }
    MultibodyState state = robot.state();
    assertThat(state.position[2])
        .as("height")
        .isBetween(
            range.get("base_z").get(0).asDouble() - 1e-4,
            range.get("base_z").get(1).asDouble() + 1e-4);
    assertThat(state.pitch())
        .as("pitch")
        .isBetween(
            range.get("pitch").get(0).asDouble() - 2e-4,
            range.get("pitch").get(1).asDouble() + 2e-4);
    for (int motor = 0; motor < 8; motor++) {
      assertThat(state.motorAngle[motor])
          .as("angle of motor " + motor)
          .isBetween(
              range.get("motor_angle").get(0).get(motor).asDouble() - 1e-3,
              range.get("motor_angle").get(1).get(motor).asDouble() + 1e-3);
      assertThat(torque[motor])
          .as("torque of motor " + motor)
          .isBetween(
              range.get("motor_torque").get(0).get(motor).asDouble() - 0.01,
              range.get("motor_torque").get(1).get(motor).asDouble() + 0.01);
    }
    checkBalance(state);
  }

  /**
   * Static equilibrium of the links: motor torque + J' force = weight of the links, with the trunk
   * held.
   */
  private void checkBalance(MultibodyState state) {
    assertThat(robot.contactForceZ()).isCloseTo(RobotModel.nominal().mass() * 9.81, within(1e-3));
    UnconstrainedDynamics dynamics = new UnconstrainedDynamics(RobotModel.nominal());
    dynamics.update(state);
    double radius = RobotModel.nominal().geometry().footRadius();
    double[] force = new double[3];
    LinkPoint foot = new LinkPoint();
    for (Leg leg : Leg.values()) {
      assertThat(robot.footInContact(leg)).isTrue();
      robot.footForce(leg, force);
      RotationMatrix rotation = dynamics.rotation();
      double fx = rotation.trunkX(force[0], force[1], force[2]);
      double fz = rotation.trunkZ(force[0], force[1], force[2]);
      // From the foot's center down to the ground.
      double armX = -radius * rotation.trunkX(0, 0, 1);
      double armZ = -radius * rotation.trunkZ(0, 0, 1);
      LinkKinematics link = dynamics.leg(leg.ordinal()).link(LegLink.LOWER_LONG);
      link.computePoint(RobotModel.nominal().geometry().kneeToFoot(), foot);
      double moment = armZ * fx - armX * fz;
      int rear = leg.rear().ordinal();
      int front = leg.front().ordinal();
      assertThat(torque[rear] + foot.xByRear * fx + foot.zByRear * fz + link.angleByRear * moment)
          .isCloseTo(TestDynamics.bias(dynamics)[6 + rear], within(1e-5));
      assertThat(
              torque[front] + foot.xByFront * fx + foot.zByFront * fz + link.angleByFront * moment)
          .isCloseTo(TestDynamics.bias(dynamics)[6 + front], within(1e-5));
    }
  }

  private void stepTowardTarget() {
    TestMotors.drive(robot.state(), target, torque);
    robot.step(torque, STEP);
  }

  private static void assertInBand(
      double value, Map<String, Double> row, String column, double tolerance) {
    assertThat(value)
        .as(column + " at t = " + row.get("t"))
        .isBetween(row.get(column + "_min") - tolerance, row.get(column + "_max") + tolerance);
  }

  private interface Check {
    void run(String table) throws IOException;
  }

  private static Stream<DynamicTest> cases(Predicate<String> filter, Check check)
      throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(ReferenceData.class.getResource("/physics")).toURI());
    List<String> tables;
    try (Stream<Path> files = Files.list(folder)) {
      tables =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".csv") && filter.test(name))
              .sorted()
              .toList();
    }
    assertThat(tables).isNotEmpty();
    return tables.stream().map(table -> DynamicTest.dynamicTest(table, () -> check.run(table)));
  }
}
