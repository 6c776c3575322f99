package minitaur.sim.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import minitaur.hal.Leg;
import minitaur.hal.leg.FiveBarLeg;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class UnconstrainedDynamicsTest {
  private static final double[] NO_TORQUE = new double[8];

  private final RobotModel model = RobotModel.nominal();
  private final UnconstrainedDynamics dynamics = new UnconstrainedDynamics(model);

  @TestFactory
  List<DynamicTest> massMatrixForcesAndEnergiesMatchReference() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode pose : ReferenceData.json("mass-matrix.json").get("cases")) {
      tests.add(DynamicTest.dynamicTest("pose " + tests.size(), () -> checkPose(pose)));
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(3);
    return tests;
  }

  /** The reference values have 12 digits. */
  private void checkPose(JsonNode pose) {
    MultibodyState state = new MultibodyState();
    copy(pose.get("base_position"), state.position, 0);
    copy(pose.get("quaternion_wxyz"), state.quaternion, 0);
    state.advance(new double[14], 0); // normalizes the rounded quaternion
    copy(pose.get("motor_angle"), state.motorAngle, 0);
    dynamics.update(state);
    double[][] matrix = worldMassMatrix();
    for (int row = 0; row < matrix.length; row++) {
      assertClose(matrix[row], ReferenceData.array(pose.get("mass_matrix").get(row)), "row " + row);
    }
    double[] bias = TestDynamics.bias(dynamics);
    dynamics.rotation().toWorld(bias);
    assertClose(bias, ReferenceData.array(pose.get("gravity_force_bias")), "gravity");

    copy(pose.get("base_velocity"), state.velocity, 0);
    copy(pose.get("motor_velocity"), state.velocity, 6);
    double[] acceleration = new double[14];
    TestDynamics.acceleration(
        dynamics, state, ReferenceData.array(pose.get("motor_torque")), acceleration);
    assertClose(acceleration, ReferenceData.array(pose.get("acceleration")), "acceleration");
    assertThat(dynamics.kineticEnergy())
        .isCloseTo(pose.get("kinetic_energy").asDouble(), within(1e-10));
    assertThat(dynamics.potentialEnergy(state))
        .isCloseTo(pose.get("potential_energy").asDouble(), within(1e-9));
  }

  @Test
  void freeFlightWithoutGravityMatchesReference() throws IOException {
    checkFreeFlight("free-flight-no-gravity.csv", TestDynamics.withGravity(model, 0, 0, 0));
  }

  @Test
  void freeFlightWithGravityMatchesReference() throws IOException {
    checkFreeFlight("free-flight-gravity.csv", model);
  }

  /** The reference values have 8 decimals; RK4 at 0.1 ms is accurate to that. */
  private void checkFreeFlight(String name, RobotModel robotModel) throws IOException {
    double[] torque =
        ReferenceData.array(ReferenceData.json("summary.json").get(name).get("motor_torque"));
    List<Map<String, Double>> rows = ReferenceData.table(name);
    MultibodyState state = state(rows.get(0));
    RungeKutta flight = new RungeKutta(new UnconstrainedDynamics(robotModel));
    for (int i = 0; i < rows.size(); i++) {
      MultibodyState expected = state(rows.get(i));
      assertThat(state.position).containsExactly(expected.position, within(2e-8));
      assertThat(state.quaternion).containsExactly(expected.quaternion, within(2e-8));
      assertThat(state.motorAngle).containsExactly(expected.motorAngle, within(2e-8));
      assertThat(state.velocity).containsExactly(expected.velocity, within(1e-6));
      UnconstrainedDynamics observer = new UnconstrainedDynamics(robotModel);
      observer.update(state);
      assertThat(observer.kineticEnergy() + observer.potentialEnergy(state))
          .isCloseTo(rows.get(i).get("energy"), within(2e-8));
      for (int step = 0; step < 100; step++) {
        flight.step(state, torque, 1e-4);
      }
    }
  }

  @Test
  void conservesEnergyAndMomentumWithoutForces() {
    RobotModel floating = TestDynamics.withGravity(model, 0, 0, 0);
    UnconstrainedDynamics observer = new UnconstrainedDynamics(floating);
    RungeKutta flight = new RungeKutta(new UnconstrainedDynamics(floating));
    Random random = new Random(2);
    double[] before = new double[6];
    double[] after = new double[6];
    for (int trial = 0; trial < 10; trial++) {
      MultibodyState state = randomState(random);
      observer.update(state);
      double energy = observer.kineticEnergy();
      TestDynamics.momentum(observer, state, before);
      for (int step = 0; step < 2000; step++) {
        flight.step(state, NO_TORQUE, 1e-4);
      }
      observer.update(state);
      TestDynamics.momentum(observer, state, after);
      assertThat(observer.kineticEnergy()).isCloseTo(energy, within(1e-7 * energy));
      assertThat(after).containsExactly(before, within(1e-7));
    }
  }

  @Test
  void factorIsConsistentWithMatrix() {
    Random random = new Random(3);
    for (int trial = 0; trial < 50; trial++) {
      dynamics.update(randomState(random));
      double[] x = random.doubles(14, -1, 1).toArray();
      double[] product = new double[14];
      for (int row = 0; row < 14; row++) {
        for (int column = 0; column < 14; column++) {
          product[row] += TestDynamics.entry(dynamics.massMatrix(), row, column) * x[column];
        }
      }
      double[] factored = x.clone();
      dynamics.massMatrix().multiplyUpper(factored);
      double energy = 0;
      double expected = 0;
      for (int i = 0; i < 14; i++) {
        energy += factored[i] * factored[i];
        expected += x[i] * product[i];
      }
      assertThat(energy).isCloseTo(expected, within(1e-12 * expected));
      dynamics.massMatrix().solveLower(product);
      assertThat(product).containsExactly(factored, within(1e-9));
      dynamics.massMatrix().solveUpper(product);
      assertThat(product).containsExactly(x, within(1e-9));
    }
  }

  @Test
  void legKinematicsMatchClosedForm() {
    FiveBarLeg leg = new FiveBarLeg(model.geometry());
    LegKinematics kinematics = new LegKinematics(model.geometry(), Leg.FRONT_LEFT);
    LinkPoint foot = new LinkPoint();
    LinkPoint pin = new LinkPoint();
    LinkPoint otherPin = new LinkPoint();
    double[] expected = new double[2];
    double step = 1e-5;
    double[] ahead = new double[2];
    double[] behind = new double[2];
    Random random = new Random(4);
    for (int trial = 0; trial < 1000; trial++) {
      double rear = 0.3 + 2.8 * random.nextDouble();
      double front = 0.3 + 2.8 * random.nextDouble();
      kinematics.update(rear, front, random.nextGaussian(), random.nextGaussian());
      kinematics.link(LegLink.LOWER_LONG).computePoint(model.geometry().kneeToFoot(), foot);
      kinematics.link(LegLink.LOWER_LONG).computePoint(model.geometry().lowerLink(), pin);
      kinematics.link(LegLink.LOWER_SHORT).computePoint(model.geometry().lowerLink(), otherPin);
      leg.footPosition(rear, front, expected);
      assertThat(foot.x).isCloseTo(0.2375 + expected[0], within(1e-14));
      assertThat(foot.z).isCloseTo(-0.0185 + expected[1], within(1e-14));
      leg.footPosition(rear + step, front, ahead);
      leg.footPosition(rear - step, front, behind);
      assertThat(foot.xByRear).isCloseTo((ahead[0] - behind[0]) / (2 * step), within(1e-9));
      assertThat(foot.zByRear).isCloseTo((ahead[1] - behind[1]) / (2 * step), within(1e-9));
      leg.footPosition(rear, front + step, ahead);
      leg.footPosition(rear, front - step, behind);
      assertThat(foot.xByFront).isCloseTo((ahead[0] - behind[0]) / (2 * step), within(1e-9));
      assertThat(foot.zByFront).isCloseTo((ahead[1] - behind[1]) / (2 * step), within(1e-9));
      // The loop is closed in position, velocity and acceleration.
      assertThat(new double[] {pin.x, pin.z, pin.velocityX, pin.velocityZ})
          .containsExactly(
              new double[] {otherPin.x, otherPin.z, otherPin.velocityX, otherPin.velocityZ},
              within(1e-13));
      assertThat(new double[] {pin.biasX, pin.biasZ})
          .containsExactly(new double[] {otherPin.biasX, otherPin.biasZ}, within(1e-11));
    }
  }

  @Test
  void modelMatchesReference() throws IOException {
    JsonNode reference = ReferenceData.json("minitaur-model.json");
    assertThat(model.mass()).isCloseTo(reference.get("total_mass").asDouble(), within(1e-12));
    assertThat(-model.gravity().z()).isEqualTo(reference.get("gravity").asDouble());
    JsonNode bodies = reference.get("bodies");
    TrunkInertia trunk = model.trunk();
    assertThat(new double[] {trunk.mass(), trunk.com().x(), trunk.com().y(), trunk.com().z()})
        .startsWith(bodies.get("base").get("mass").asDouble())
        .endsWith(ReferenceData.array(bodies.get("base").get("com")));
    JsonNode tensor = bodies.get("base").get("inertia_about_com");
    assertThat(new double[] {trunk.inertia().xx(), 0, trunk.inertia().xz()})
        .containsExactly(ReferenceData.array(tensor.get(0)));
    assertThat(new double[] {0, trunk.inertia().yy(), 0})
        .containsExactly(ReferenceData.array(tensor.get(1)));
    assertThat(new double[] {trunk.inertia().xz(), 0, trunk.inertia().zz()})
        .containsExactly(ReferenceData.array(tensor.get(2)));
    checkLink(model.links().upper(), bodies.get("upper"), "com_from_hip");
    checkLink(model.links().lowerLong(), bodies.get("lower_long"), "com_from_knee");
    checkLink(model.links().lowerShort(), bodies.get("lower_short"), "com_from_knee");
    JsonNode hips = reference.get("hips");
    for (Leg leg : Leg.values()) {
      assertThat(ReferenceData.array(hips.get(leg.ordinal())))
          .containsExactly(
              model.geometry().hipX(leg), model.geometry().hipY(leg), model.geometry().hipZ());
      assertThat(reference.get("rear_motor_of_leg").get(leg.ordinal()).asInt())
          .isEqualTo(leg.rear().ordinal());
    }
    assertThat(model.friction().foot())
        .isEqualTo(reference.get("collision").get("friction").asDouble());
    assertThat(model.friction().body()).isEqualTo(model.friction().foot());
    assertThat(model.spheres()).hasSize(4 + 8 + 24 + 4 + 12);
    List<String> expected = new ArrayList<>();
    for (String kind : List.of("hip", "corner")) {
      JsonNode spheres = reference.get("collision").get(kind);
      for (JsonNode center : spheres.get("centres")) {
        double[] c = ReferenceData.array(center);
        expected.add(
            new CollisionSphere.OnTrunk(c[0], c[1], c[2], spheres.get("radius").asDouble())
                .toString());
      }
    }
    assertThat(model.spheres().stream().map(CollisionSphere::toString)).containsAll(expected);
  }

  private static void checkLink(LinkInertia link, JsonNode reference, String com) {
    assertThat(link.mass()).isEqualTo(reference.get("mass").asDouble());
    assertThat(link.comDistance()).isEqualTo(reference.get(com).asDouble());
    assertThat(new double[] {link.inertiaX(), link.inertiaY(), link.inertiaZ()})
        .containsExactly(ReferenceData.array(reference.get("inertia_about_com")));
  }

  private double[][] worldMassMatrix() {
    double[][] matrix = new double[14][14];
    for (int row = 0; row < 14; row++) {
      for (int column = 0; column < 14; column++) {
        matrix[row][column] = TestDynamics.entry(dynamics.massMatrix(), row, column);
      }
      dynamics.rotation().toWorld(matrix[row]);
    }
    double[] entries = new double[14];
    for (int column = 0; column < 14; column++) {
      for (int row = 0; row < 14; row++) {
        entries[row] = matrix[row][column];
      }
      dynamics.rotation().toWorld(entries);
      for (int row = 0; row < 14; row++) {
        matrix[row][column] = entries[row];
      }
    }
    return matrix;
  }

  static MultibodyState randomState(Random random) {
    MultibodyState state = new MultibodyState();
    double length = 0;
    for (int i = 0; i < 4; i++) {
      state.quaternion[i] = random.nextGaussian();
      length += state.quaternion[i] * state.quaternion[i];
    }
    for (int i = 0; i < 4; i++) {
      state.quaternion[i] /= Math.sqrt(length);
    }
    for (int i = 0; i < 8; i++) {
      state.motorAngle[i] = 1 + 1.5 * random.nextDouble();
    }
    for (int i = 0; i < 14; i++) {
      state.velocity[i] = 2 * random.nextGaussian();
    }
    for (int i = 0; i < 3; i++) {
      state.position[i] = random.nextGaussian();
    }
    return state;
  }

  private static MultibodyState state(Map<String, Double> row) {
    MultibodyState state = new MultibodyState();
    fill(state.position, row, "x", "y", "z");
    fill(state.quaternion, row, "qw", "qx", "qy", "qz");
    fill(state.motorAngle, row, "m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7");
    fill(
        state.velocity,
        row,
        "vx",
        "vy",
        "vz",
        "wx",
        "wy",
        "wz",
        "md0",
        "md1",
        "md2",
        "md3",
        "md4",
        "md5",
        "md6",
        "md7");
    return state;
  }

  private static void fill(double[] values, Map<String, Double> row, String... columns) {
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(columns[i]);
    }
  }

  private static void copy(JsonNode from, double[] to, int start) {
    for (int i = 0; i < from.size(); i++) {
      to[start + i] = from.get(i).asDouble();
    }
  }

  private static void assertClose(double[] actual, double[] expected, String quantity) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .as(quantity + " " + i)
          .isCloseTo(expected[i], within(1e-9 * Math.max(0.1, Math.abs(expected[i]))));
    }
  }
}
