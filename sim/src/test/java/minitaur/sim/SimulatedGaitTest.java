package minitaur.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;
import org.junit.jupiter.api.Test;

/** Compares the gait of the simulated robot, driven through the Robot interface, with MuJoCo. */
class SimulatedGaitTest {
  private static final long MILLISECOND = 1_000_000;

  /**
   * Tolerance beyond the reference bands for a different contact model: 2 % of the distance, 1 mm
   * of height.
   */
  private static final double DISTANCE_TOLERANCE = 0.02;

  private static final double HEIGHT_TOLERANCE = 1e-3;

  private final SimulatedRobot robot =
      new SimulatedRobot(SimulationProfile.nominal().withStartJitter(0), 1);
  private final MotorCommand command = standingCommand();

  @Test
  void trotStaysWithinReferenceBand() throws IOException {
    Table table = new Table("trot.csv");
    double distance = table.value(table.rows() - 1, "x");
    double height = 0;
    for (int row = 0; row < table.rows(); row++) {
      long time = Math.round(table.value(row, "t") * 1e3) * MILLISECOND;
      while (robot.timeNanos() < time) {
        trot(robot.timeNanos() * 1e-9);
        robot.write(command);
        robot.advanceTo(robot.timeNanos() + MILLISECOND);
      }
      assertThat(robot.groundTruth().position[0])
          .as("x at %.2f s", time * 1e-9)
          .isBetween(
              table.value(row, "x_min") - DISTANCE_TOLERANCE * distance,
              table.value(row, "x_max") + DISTANCE_TOLERANCE * distance);
      height += robot.groundTruth().position[2] / table.rows();
    }
    JsonNode summary = json("summary.json").get("trot.csv");
    assertThat(height)
        .isBetween(
            summary.get("mean_z").get(0).asDouble() - HEIGHT_TOLERANCE,
            summary.get("mean_z").get(1).asDouble() + HEIGHT_TOLERANCE);
    assertThat(Math.abs(Math.toDegrees(robot.groundTruth().yaw()))).isLessThan(0.5);
  }

  @Test
  void settlesAtReferenceHeightAndTorque() throws IOException {
    JsonNode range = json("static.json").get("range").get("2.000000");
    robot.write(command);
    robot.advanceTo(10_000 * MILLISECOND);
    RobotState state = new RobotState();
    robot.read(state);

    assertThat(robot.groundTruth().position[2])
        .isBetween(low(range, "base_z") - 1e-4, high(range, "base_z") + 1e-4);
    assertThat(state.pitchRad).isBetween(low(range, "pitch") - 2e-4, high(range, "pitch") + 2e-4);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      JsonNode torque = range.get("motor_torque");
      assertThat(state.motorTorqueNm[motor])
          .as("torque of %s", Motor.of(motor))
          .isBetween(
              torque.get(0).get(motor).asDouble() - 0.02,
              torque.get(1).get(motor).asDouble() + 0.02);
    }
  }

  /**
   * Sets the targets of a trot: 2 Hz, swing 0.15 rad, extension 0.20 rad with a phase offset of
   * -0.8 rad, faded in from 0.5 to 1 s.
   */
  private void trot(double seconds) {
    double fade = Math.min(Math.max((seconds - 0.5) / 0.5, 0), 1);
    for (Leg leg : Leg.values()) {
      boolean isSecondPair = leg == Leg.BACK_LEFT || leg == Leg.FRONT_RIGHT;
      double phase = 2 * Math.PI * 2 * (seconds - 0.5) + (isSecondPair ? Math.PI : 0);
      double swing = fade * 0.15 * Math.sin(phase);
      double extension = 2 - fade * 0.20 * Math.cos(phase - 0.8);
      command.targetAngleRad[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      command.targetAngleRad[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
    }
  }

  private static MotorCommand standingCommand() {
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, 2);
    return command;
  }

  private static double low(JsonNode range, String name) {
    return range.get(name).get(0).asDouble();
  }

  private static double high(JsonNode range, String name) {
    return range.get(name).get(1).asDouble();
  }

  private static JsonNode json(String name) throws IOException {
    try (InputStream stream = open(name)) {
      return new ObjectMapper().readTree(stream);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        SimulatedGaitTest.class.getResourceAsStream("/physics/" + name), name);
  }

  /** A CSV file with a header line. */
  private static final class Table {
    private final List<String> columns;
    private final List<double[]> rows;

    Table(String name) throws IOException {
      try (InputStream stream = open(name)) {
        List<String> lines =
            new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        columns = Arrays.asList(lines.get(0).split(","));
        rows =
            lines.stream()
                .skip(1)
                .map(
                    line ->
                        Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
                .toList();
      }
    }

    int rows() {
      return rows.size();
    }

    double value(int row, String column) {
      return rows.get(row)[columns.indexOf(column)];
    }
  }
}
