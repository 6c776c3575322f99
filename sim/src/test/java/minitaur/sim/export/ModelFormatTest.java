package minitaur.sim.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.sim.dynamics.LegLink;
import minitaur.sim.dynamics.LinkInertia;
import minitaur.sim.dynamics.MinitaurDynamics;
import minitaur.sim.dynamics.MultibodyState;
import minitaur.sim.dynamics.RobotModel;
import minitaur.sim.dynamics.TrunkInertia;
import minitaur.sim.terrain.FlatGround;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ModelFormatTest {
  private static final double[] EXTENSIONS = {0.3, 0.9, 1.5, 2.0, 2.6};
  private static final double[] SWINGS = {-0.8, -0.3, 0, 0.5, 1.0};

  private final RobotModel model = RobotModel.nominal();
  private final KneeAngles knees = new KneeAngles(model.geometry());

  @Test
  void urdfIsTreeOfAllLinksWithTotalMass() throws Exception {
    Element robot = parse(ModelFormat.URDF.write(model));
    NodeList links = robot.getElementsByTagName("link");
    NodeList joints = robot.getElementsByTagName("joint");
    // The trunk, and for each leg 4 links, 2 pins and a foot.
    assertThat(links.getLength()).isEqualTo(1 + Leg.COUNT * 7);
    assertThat(joints.getLength()).as("one joint per non-root link").isEqualTo(Leg.COUNT * 7);
    assertThat(sum(robot.getElementsByTagName("mass"), "value"))
        .isCloseTo(model.mass(), within(1e-12));
  }

  @Test
  void mjcfHasMassMotorsAndLoops() throws Exception {
    Element robot = parse(ModelFormat.MJCF.write(model));
    assertThat(sum(robot.getElementsByTagName("inertial"), "mass"))
        .isCloseTo(model.mass(), within(1e-12));
    assertThat(robot.getElementsByTagName("connect").getLength()).isEqualTo(Leg.COUNT);
    NodeList motors = robot.getElementsByTagName("motor");
    for (Motor motor : Motor.values()) {
      assertThat(((Element) motors.item(motor.ordinal())).getAttribute("joint"))
          .isEqualTo(motor.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void kneeAnglesCloseLegLoop() {
    FiveBarLeg leg = new FiveBarLeg(model.geometry());
    double[] pin = new double[2];
    for (double[] pose : grid()) {
      leg.pinPosition(pose[0], pose[1], pin);
      double rearLower = -pose[0] + knees.rear(pose[0], pose[1]);
      double frontLower = pose[1] + knees.front(pose[0], pose[1]);
      assertThat(chainEnd(-pose[0], rearLower)).containsExactly(pin, within(1e-12));
      assertThat(chainEnd(pose[1], frontLower)).containsExactly(pin, within(1e-12));
    }
  }

  /** End of an upper and a lower link, from their angles about y. */
  private double[] chainEnd(double upper, double lower) {
    double l1 = model.geometry().upperLink();
    double l2 = model.geometry().lowerLink();
    return new double[] {
      l1 * Math.sin(upper) + l2 * Math.sin(lower), l1 * Math.cos(upper) + l2 * Math.cos(lower)
    };
  }

  @Test
  void mujocoMatchesSimulator(@TempDir Path directory) throws Exception {
    List<String> lines = runMujoco(directory);
    for (String format : List.of("mjcf", "urdf")) {
      checkInertia(lines, format);
      checkKinematics(lines, format);
    }
    MultibodyState landed = simulateLanding();
    double[] landing = numbers(lines, "landing").get(0);
    assertThat(landing[2])
        .as("height after landing, m")
        .isCloseTo(landed.position[2], within(5e-4));
    assertThat(Arrays.copyOfRange(landing, 7, 15))
        .as("motor angles after landing, rad")
        .containsExactly(landed.motorAngle, within(5e-3));
    MultibodyState flown = simulateFlight();
    double[] flight = numbers(lines, "flight").get(0);
    assertThat(Arrays.copyOf(flight, 3))
        .as("position in flight, m")
        .containsExactly(flown.position, within(1e-3));
    assertThat(Arrays.copyOfRange(flight, 3, 7))
        .as("attitude in flight")
        .containsExactly(flown.quaternion, within(1e-3));
    assertThat(Arrays.copyOfRange(flight, 7, 15))
        .as("motor angles in flight, rad")
        .containsExactly(flown.motorAngle, within(5e-3));
    assertThat(flown.motorAngle[0]).as("motor angle in flight, rad").isNotCloseTo(2, within(0.2));
  }

  private void checkInertia(List<String> lines, String format) {
    TrunkInertia trunk = model.trunk();
    TrunkInertia.Tensor t = trunk.inertia();
    assertThat(numbers(lines, format + "/trunk").get(0))
        .containsExactly(
            new double[] {
              trunk.mass(),
              trunk.com().x(),
              0,
              trunk.com().z(),
              t.xx(),
              0,
              t.xz(),
              0,
              t.yy(),
              0,
              t.xz(),
              0,
              t.zz()
            },
            within(1e-9));
    for (Leg leg : Leg.values()) {
      for (LegNames.Half half : LegNames.Half.values()) {
        checkLink(lines, format + "/" + LegNames.upper(leg, half), half.upper);
        checkLink(lines, format + "/" + LegNames.lower(leg, half), half.lower);
      }
    }
  }

  private void checkLink(List<String> lines, String name, LegLink link) {
    LinkInertia i = model.inertia(link);
    assertThat(numbers(lines, name).get(0))
        .as(name)
        .containsExactly(
            new double[] {
              i.mass(),
              0,
              0,
              i.comDistance(),
              i.inertiaX(),
              0,
              0,
              0,
              i.inertiaY(),
              0,
              0,
              0,
              i.inertiaZ()
            },
            within(1e-9));
  }

  private void checkKinematics(List<String> lines, String format) {
    List<double[]> computed = numbers(lines, format + "/pose");
    List<double[]> grid = grid();
    assertThat(computed).hasSize(Leg.COUNT * grid.size());
    FiveBarLeg leg = new FiveBarLeg(model.geometry());
    double[] foot = new double[2];
    for (int i = 0; i < computed.size(); i++) {
      double[] pose = grid.get(i % grid.size());
      leg.footPosition(pose[0], pose[1], foot);
      assertThat(computed.get(i))
          .as("foot position from hip and pin gap, m")
          .containsExactly(new double[] {foot[0], 0, foot[1], 0, 0, 0}, within(1e-9));
    }
  }

  private MultibodyState simulateFlight() {
    MinitaurDynamics dynamics = standing();
    dynamics.state().position[2] += 5;
    double[] torque = {0.4, -0.3, 0.2, 0.3, -0.2, 0.1, 0.3, -0.4};
    for (int step = 0; step < 4000; step++) {
      dynamics.step(torque, 2.5e-5);
    }
    return dynamics.state();
  }

  private MultibodyState simulateLanding() {
    MinitaurDynamics dynamics = standing();
    dynamics.state().position[2] += 0.02;
    double[] torque = new double[Motor.COUNT];
    for (int step = 0; step < 1000; step++) {
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double error = 2 - dynamics.state().motorAngle[motor];
        double rate = dynamics.state().velocity[MultibodyState.FIRST_MOTOR + motor];
        torque[motor] = Math.max(-3.5, Math.min(3.5, 10 * error - 0.5 * rate));
      }
      dynamics.step(torque, 1e-3);
    }
    return dynamics.state();
  }

  private MinitaurDynamics standing() {
    MinitaurDynamics dynamics = new MinitaurDynamics(model, new FlatGround());
    double[] angles = new double[Motor.COUNT];
    Arrays.fill(angles, 2);
    dynamics.resetStanding(angles);
    return dynamics;
  }

  /** Pairs of rear and front motor angles, rad. */
  private static List<double[]> grid() {
    List<double[]> poses = new ArrayList<>();
    for (double extension : EXTENSIONS) {
      for (double swing : SWINGS) {
        poses.add(
            new double[] {
              FiveBarLeg.rearAngle(swing, extension), FiveBarLeg.frontAngle(swing, extension)
            });
      }
    }
    return poses;
  }

  private List<String> runMujoco(Path directory) throws IOException, InterruptedException {
    Path mjcf = directory.resolve("minitaur.xml");
    Path urdf = directory.resolve("minitaur.urdf");
    Path poses = directory.resolve("poses.txt");
    Path script = directory.resolve("mujoco_check.py");
    Files.writeString(mjcf, ModelFormat.MJCF.write(model));
    Files.writeString(urdf, ModelFormat.URDF.write(model));
    StringBuilder text = new StringBuilder();
    for (Leg leg : Leg.values()) {
      for (double[] pose : grid()) {
        text.append(leg.name().toLowerCase(Locale.ROOT));
        for (LegNames.Half half : LegNames.Half.values()) {
          text.append(' ').append(LegNames.motor(leg, half));
          text.append(' ').append(LegNames.knee(leg, half));
        }
        text.append(' ').append(pose[0]).append(' ').append(knees.rear(pose[0], pose[1]));
        text.append(' ').append(pose[1]).append(' ').append(knees.front(pose[0], pose[1]));
        text.append('\n');
      }
    }
    Files.writeString(poses, text);
    try (InputStream in = ModelFormatTest.class.getResourceAsStream("mujoco_check.py")) {
      Files.copy(in, script);
    }
    Path out = directory.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                python(), script.toString(), mjcf.toString(), urdf.toString(), poses.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    int code = process.waitFor();
    assertThat(code).as(Files.readString(out)).isZero();
    return Files.readAllLines(out);
  }

  /** Returns a Python interpreter with MuJoCo; skips the test if there is none. */
  private static String python() throws IOException, InterruptedException {
    Path buildPython =
        Path.of("..", "build", "gymnasium", "bin", "python").toAbsolutePath().normalize();
    for (String candidate : List.of(buildPython.toString(), "python3")) {
      try {
        Process process =
            new ProcessBuilder(candidate, "-c", "import mujoco; mujoco.MjSpec")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0) {
          return candidate;
        }
      } catch (IOException ignored) {
        // Not installed.
      }
    }
    return abort(
        "found no Python with mujoco 3.2 or later; .ci/run installs one in build/gymnasium");
  }

  private static List<double[]> numbers(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1).split(" ", -1))
        .map(values -> Arrays.stream(values).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  private static double sum(NodeList elements, String attribute) {
    double sum = 0;
    for (int i = 0; i < elements.getLength(); i++) {
      sum += Double.parseDouble(((Element) elements.item(i)).getAttribute(attribute));
    }
    return sum;
  }

  private static Element parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }
}
