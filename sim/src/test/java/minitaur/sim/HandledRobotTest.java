package minitaur.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.MotorCommand.Mode;
import minitaur.hal.RobotState;
import minitaur.hal.motor.JointMap;
import minitaur.hal.random.RandomStream;
import minitaur.sim.device.InertialMounting;
import minitaur.sim.terrain.TerrainMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of a robot that an operator holds, and of one with hidden calibration offsets. */
class HandledRobotTest {
  private static final long MILLISECOND = 1_000_000;

  private final SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal(), 1);
  private final RobotState state = new RobotState();

  @ParameterizedTest
  @CsvSource({
    "motion, reset", "motion, release", "motion, restore",
    "stand, reset", "stand, release", "stand, restore"
  })
  void movesFreelyAfterMotionOrStand(String hold, String end) throws IOException {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    robot.save(new DataOutputStream(start));
    lift();
    if (hold.equals("stand")) {
      robot.putOnStand();
    }
    advance(100);
    double height = robot.groundTruth().position[2];
    advance(100);
    assertThat(robot.groundTruth().position[2]).as("held").isEqualTo(height);
    switch (end) {
      case "reset" -> robot.reset();
      case "release" -> robot.release();
      default -> robot.restore(new DataInputStream(new ByteArrayInputStream(start.toByteArray())));
    }
    height = robot.groundTruth().position[2];
    advance(200);
    assertThat(robot.groundTruth().position[2]).isLessThan(height - 0.01);
  }

  @Test
  void standStopsMotionOfTrunkAndLegs() {
    new RobotHandler(robot, 0.2, 1).hold(legs(1.5), 0.3, 0);
    advance(100);
    assertThat(robot.groundTruth().velocity[2]).isNotZero();
    robot.putOnStand();
    assertThat(robot.groundTruth().velocity).containsOnly(0);
    double[] position = robot.groundTruth().position.clone();
    double[] quaternion = robot.groundTruth().quaternion.clone();
    double[] angles = robot.groundTruth().motorAngle.clone();
    advance(100);
    assertThat(robot.groundTruth().position).isEqualTo(position);
    assertThat(robot.groundTruth().quaternion).containsExactly(quaternion, within(1e-12));
    assertThat(robot.groundTruth().motorAngle[0]).as("hanging leg").isNotEqualTo(angles[0]);
  }

  @Test
  void motorsAreOffDuringMotion() {
    MotorCommand command = new MotorCommand();
    command.mode = Mode.POSITION;
    command.kp = 1;
    command.targetAngleRad[0] = 2.3;
    robot.write(command);
    advance(50);
    robot.read(state);
    assertThat(state.motorTorqueNm[0]).isNotZero();
    double warm = robot.power().windingCelsius(0);
    lift();
    robot.read(state);
    double energy = state.energyJoules;
    advance(100);
    robot.read(state);
    assertThat(state.motorTorqueNm).containsOnly(0);
    assertThat(state.energyJoules).isEqualTo(energy);
    assertThat(robot.power().supplyCurrent()).isZero();
    assertThat(robot.power().windingCelsius(0)).isLessThan(warm);
  }

  @Test
  void imuHasBiasOfEpisode() {
    SimulatedRobot realistic = new SimulatedRobot(SimulationProfile.realistic(), 3);
    for (int episode = 0; episode < 3; episode++) {
      realistic.reset();
      RobotHandler handler = new RobotHandler(realistic, 0.05, 1);
      realistic.advanceTo(handler.hold(legs(2), 0.1, -0.2).endNanos() + 20 * MILLISECOND);
      double roll = 0;
      double pitch = 0;
      int count = 1000;
      for (int i = 0; i < count; i++) {
        realistic.advanceTo(realistic.timeNanos() + MILLISECOND);
        realistic.read(state);
        roll += (state.rollRad - realistic.groundTruth().roll()) / count;
        pitch += (state.pitchRad - realistic.groundTruth().pitch()) / count;
      }
      // Five standard errors of the noise of 0.01 rad.
      assertThat(roll).isCloseTo(realistic.conditions().rollBiasRad(), within(0.0016));
      assertThat(pitch).isCloseTo(realistic.conditions().pitchBiasRad(), within(0.0016));
    }
  }

  /** The robot moves alike; each value is reported at its motor's connector, with its sign. */
  @Test
  void hiddenOffsetsChangeReportsOnly() {
    int[] sign = {1, -1, -1, 1, 1, -1, 1, -1};
    double[] zero = DoubleStream.iterate(-2, x -> x + 0.6).limit(Motor.COUNT).toArray();
    JointMap joints = new JointMap(sign, zero);
    InertialMounting aligned = HiddenOffsets.random(RandomStream.of(1, "test")).mounting();
    int[] own = {0, 1, 2, 3, 4, 5, 6, 7};
    HiddenOffsets offsets =
        new HiddenOffsets(joints, own, aligned)
            .withSwappedConnectors(Motor.of(0), Motor.of(5))
            .withSwappedConnectors(Motor.of(5), Motor.of(6));
    int[] connector = {5, 1, 2, 3, 4, 6, 0, 7};
    SimulatedRobot hidden =
        new SimulatedRobot(SimulationProfile.nominal(), TerrainMix.FLAT, offsets, 1);
    MotorCommand command = new MotorCommand();
    command.mode = Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    MotorCommand raw = new MotorCommand();
    raw.set(command);
    RobotState rawState = new RobotState();
    Random random = new Random(1);
    for (int step = 0; step < 20; step++) {
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        command.targetAngleRad[motor] = 1.9 + 0.2 * random.nextDouble();
        raw.targetAngleRad[connector[motor]] =
            joints.encoderAngle(motor, command.targetAngleRad[motor]);
      }
      robot.write(command);
      hidden.write(raw);
      robot.advanceTo(robot.timeNanos() + 5 * MILLISECOND);
      hidden.advanceTo(robot.timeNanos());
    }
    robot.read(state);
    hidden.read(rawState);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      int c = connector[motor];
      assertThat(sign[motor] * (rawState.motorAngleRad[c] - zero[motor]))
          .isCloseTo(state.motorAngleRad[motor], within(1e-6));
      assertThat(sign[motor] * rawState.motorVelocityRadPerSec[c])
          .isCloseTo(state.motorVelocityRadPerSec[motor], within(1e-5));
      assertThat(sign[motor] * rawState.motorTorqueNm[c])
          .isCloseTo(state.motorTorqueNm[motor], within(1e-5));
      assertThat(rawState.motorTemperatureCelsius[c])
          .isCloseTo(state.motorTemperatureCelsius[motor], within(1e-6));
    }
    assertThat(state.motorTemperatureCelsius[0])
        .isNotCloseTo(state.motorTemperatureCelsius[5], within(1e-5));
  }

  private void lift() {
    robot.advanceTo(new RobotHandler(robot, 0.1, 1).hold(legs(2), 0, 0).endNanos());
  }

  private void advance(int milliseconds) {
    robot.advanceTo(robot.timeNanos() + milliseconds * MILLISECOND);
  }

  private static double[] legs(double angle) {
    double[] angles = new double[Motor.COUNT];
    Arrays.fill(angles, angle);
    return angles;
  }
}
