package minitaur.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.MotorCommand;
import minitaur.hal.MotorCommand.Mode;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.motor.ThermalModel;
import minitaur.sim.device.MotorModel;
import minitaur.sim.device.PowerStage;
import minitaur.sim.device.PushProfile;
import minitaur.sim.device.Range;
import minitaur.sim.dynamics.MultibodyState;
import minitaur.sim.dynamics.RobotModel;
import minitaur.sim.terrain.TerrainMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedRobotTest {
  private static final long MILLISECOND = 1_000_000;

  private final RobotState state = new RobotState();

  @Test
  void startsStandingAtTimeZero() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 1);
    assertThat(robot.timeNanos()).isZero();
    robot.read(state);
    assertThat(state.connected).isTrue();
    assertThat(state.encoderTimeNanos).isEqualTo(-15 * MILLISECOND);
    assertThat(state.imuTimeNanos).isEqualTo(-15 * MILLISECOND);
    assertThat(state.energyJoules).isZero();
    assertThat(state.motorTemperatureCelsius).containsOnly(22);
    assertThat(state.batteryVoltage).isBetween(14.8, 16.8);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(state.motorAngleRad[motor])
          .isCloseTo(robot.groundTruth().motorAngle[motor], within(Math.PI / 4096 + 1e-12));
    }
    assertThat(robot.groundTruth().velocity).containsOnly(0);
  }

  @Test
  void pushChangesMomentumByImpulse() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal(), 1);
    // In the air no other lateral force acts.
    MotorCommand off = new MotorCommand();
    off.mode = Mode.OFF;
    robot.write(off);
    robot.groundTruth().position[2] = 3;
    robot.push(0, 2);
    robot.advanceTo(100 * MILLISECOND);
    double velocity = robot.groundTruth().velocity[1];
    assertThat(velocity).isCloseTo(2 / RobotModel.nominal().mass(), within(0.05));
    robot.advanceTo(200 * MILLISECOND);
    assertThat(robot.groundTruth().velocity[1]).isCloseTo(velocity, within(0.01));
  }

  @Test
  void startPoseJitterIsWithinBounds() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal(), 3);
    double min = 1;
    double max = -1;
    for (int episode = 0; episode < 200; episode++) {
      robot.reset();
      double[] angle = robot.groundTruth().motorAngle;
      for (Leg leg : Leg.values()) {
        double rear = angle[leg.rear().ordinal()];
        double front = angle[leg.front().ordinal()];
        for (double offset : new double[] {0.5 * (rear - front), 0.5 * (rear + front) - 2}) {
          assertThat(offset).isBetween(-0.05 - 1e-12, 0.05 + 1e-12);
          min = Math.min(min, offset);
          max = Math.max(max, offset);
        }
      }
      assertThat(robot.groundTruth().position[0]).isZero();
      assertThat(robot.groundTruth().position[1]).isZero();
      assertThat(robot.groundTruth().roll()).isZero();
      assertThat(robot.groundTruth().pitch()).isZero();
      assertThat(robot.groundTruth().yaw()).isZero();
      assertThat(robot.groundTruth().velocity).containsOnly(0);
    }
    assertThat(min).isLessThan(-0.049);
    assertThat(max).isGreaterThan(0.049);
  }

  @Test
  void resetAdvancesTimeMonotonically() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 1);
    robot.write(standingCommand());
    robot.advanceTo(300 * MILLISECOND);
    robot.reset();
    assertThat(robot.timeNanos()).isEqualTo(300 * MILLISECOND + SimulatedRobot.RESET_HOLD_NANOS);
    robot.read(state);
    // The delayed sample is already of the new start pose.
    assertThat(state.encoderTimeNanos).isEqualTo(robot.timeNanos() - 15 * MILLISECOND);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(state.motorAngleRad[motor])
          .isCloseTo(robot.groundTruth().motorAngle[motor], within(Math.PI / 4096 + 1e-12));
    }
    assertThat(state.motorTorqueNm).containsOnly(0);
    assertThat(state.energyJoules).isZero();
    robot.advanceTo(0);
    assertThat(robot.timeNanos()).isEqualTo(300 * MILLISECOND + SimulatedRobot.RESET_HOLD_NANOS);
  }

  @Test
  void posesAfterResetAreOfNewStart() {
    SimulatedRobot robot = robotAwayFromStart(SimulationProfile.realistic().withStartJitter(0));
    robot.reset();
    long start = robot.timeNanos();
    robot.advanceTo(start + 40 * MILLISECOND);
    Pose pose = new Pose();
    int poseCount = 0;
    long previous = Long.MIN_VALUE;
    while (robot.poses().poll(pose)) {
      assertThat(pose.timeNanos).isGreaterThan(previous);
      previous = pose.timeNanos;
      if (pose.timeNanos > start - SimulatedRobot.RESET_HOLD_NANOS) {
        assertThat(pose.xMetres).isCloseTo(0, within(0.01));
        poseCount++;
      }
    }
    assertThat(poseCount).isGreaterThanOrEqualTo(15);
  }

  @Test
  void resetDiscardsPendingCommands() {
    SimulatedRobot robot = robotAwayFromStart(SimulationProfile.realistic());
    robot.write(standingCommand());
    robot.reset();
    robot.advanceTo(robot.timeNanos() + 20 * MILLISECOND);
    robot.read(state);
    assertThat(state.motorTorqueNm).containsOnly(0);
  }

  @Test
  void appliesCommandAfterItsLatency() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 1);
    robot.advanceTo(7 * MILLISECOND);
    robot.write(standingCommand());
    // Torque applied from 10 ms is in the sample of 11 ms, which is read at 26 ms.
    robot.advanceTo(25 * MILLISECOND);
    robot.read(state);
    assertThat(state.encoderTimeNanos).isEqualTo(10 * MILLISECOND);
    assertThat(state.motorTorqueNm).containsOnly(0);
    robot.advanceTo(26 * MILLISECOND);
    robot.read(state);
    assertThat(state.encoderTimeNanos).isEqualTo(11 * MILLISECOND);
    assertThat(state.motorTorqueNm[0]).isNotZero();
  }

  @Test
  void nominalProfileAppliesCommandImmediately() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal(), 1);
    robot.write(standingCommand());
    robot.read(state);
    assertThat(state.motorTorqueNm).containsOnly(0);
    double[] expected = new double[Motor.COUNT];
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double duty = 2.0 - robot.groundTruth().motorAngle[motor];
      expected[motor] = MotorModel.torque(MotorModel.current(duty, 16, 0));
    }
    robot.advanceTo(MILLISECOND);
    robot.read(state);
    assertThat(state.motorTorqueNm).isEqualTo(expected);
    assertThat(state.encoderTimeNanos).isEqualTo(MILLISECOND);
  }

  @Test
  void observationIsDelayedByItsLatency() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 1);
    robot.write(standingCommand());
    double[][] angles = new double[200][];
    double[] pitch = new double[200];
    for (int millis = 1; millis < 200; millis++) {
      robot.advanceTo(millis * MILLISECOND);
      angles[millis] = robot.groundTruth().motorAngle.clone();
      pitch[millis] = robot.groundTruth().pitch() + robot.conditions().pitchBiasRad();
      robot.read(state);
      int captured = millis - 15;
      if (captured < 1) {
        continue;
      }
      assertThat(state.encoderTimeNanos).isEqualTo(captured * MILLISECOND);
      assertThat(state.imuTimeNanos).isEqualTo(captured * MILLISECOND);
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double quantum = 2 * Math.PI / 4096;
        assertThat(state.motorAngleRad[motor])
            .isEqualTo(Math.rint(angles[captured][motor] / quantum) * quantum);
      }
      assertThat(state.pitchRad).isCloseTo(pitch[captured], within(0.06));
    }
  }

  @Test
  void nominalProfileReadsGroundTruth() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal(), 1);
    Pose pose = new Pose();
    robot.write(standingCommand());
    for (int millis = 1; millis < 100; millis++) {
      robot.advanceTo(millis * MILLISECOND);
      robot.read(state);
      assertThat(state.motorAngleRad).isEqualTo(robot.groundTruth().motorAngle);
      assertThat(state.pitchRad).isEqualTo(robot.groundTruth().pitch());
      assertThat(state.rollRad).isEqualTo(robot.groundTruth().roll());
      assertThat(state.angularVelocityXRadPerSec).isEqualTo(robot.groundTruth().velocity[3]);
      assertThat(state.angularVelocityYRadPerSec).isEqualTo(robot.groundTruth().velocity[4]);
      while (robot.poses().poll(pose)) {
        // Keep the last pose.
      }
      assertThat(pose.timeNanos).isEqualTo(robot.timeNanos());
      assertThat(pose.xMetres).isEqualTo(robot.groundTruth().position[0]);
      assertThat(pose.zMetres).isEqualTo(robot.groundTruth().position[2]);
    }
  }

  @Test
  void offDrawsNoCurrentAndDampingBrakes() {
    SimulatedRobot off = new SimulatedRobot(SimulationProfile.nominal(), 1);
    off.advanceTo(50 * MILLISECOND);
    off.read(state);
    assertThat(state.motorTorqueNm).containsOnly(0);
    assertThat(state.energyJoules).isZero();
    double offHeight = off.groundTruth().position[2];

    SimulatedRobot damped = new SimulatedRobot(SimulationProfile.nominal(), 1);
    MotorCommand command = new MotorCommand();
    command.mode = Mode.DAMPING;
    command.kd = 0.03;
    damped.write(command);
    damped.advanceTo(50 * MILLISECOND);
    damped.read(state);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      assertThat(state.motorTorqueNm[motor] * state.motorVelocityRadPerSec[motor]).isNegative();
    }
    assertThat(damped.groundTruth().position[2]).isGreaterThan(offHeight);

    SimulatedRobot closed = new SimulatedRobot(SimulationProfile.nominal(), 1);
    closed.close();
    closed.advanceTo(50 * MILLISECOND);
    assertThat(closed.groundTruth().position[2]).isGreaterThan(offHeight);
  }

  @Test
  void accumulatesEnergyAndHeat() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal().withStartJitter(0), 1);
    robot.write(standingCommand());
    robot.advanceTo(3000 * MILLISECOND);
    robot.read(state);
    double energyBefore = state.energyJoules;
    double temperatureBefore = state.motorTemperatureCelsius[0];
    robot.advanceTo(4000 * MILLISECOND);
    robot.read(state);
    double watts = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double current = currentUpToTwentyAmpere(state.motorTorqueNm[motor]);
      watts += current * current * MotorModel.RESISTANCE;
    }
    // At rest all supplied energy becomes heat.
    assertThat(state.energyJoules - energyBefore).isCloseTo(watts, within(1e-3 * watts));
    double current = currentUpToTwentyAmpere(state.motorTorqueNm[0]);
    assertThat(state.motorTemperatureCelsius[0] - temperatureBefore)
        .isCloseTo(current * current * MotorModel.RESISTANCE / 88.63, within(0.02));
    robot.reset();
    robot.read(state);
    assertThat(state.motorTemperatureCelsius).containsOnly(22);
  }

  @Test
  void temperatureCarriesOverAndCoolsBetweenEpisodes() {
    SimulatedRobot robot = new SimulatedRobot(withBattery(30), 1);
    robot.write(standingCommand());
    robot.advanceTo(10_000 * MILLISECOND);
    ThermalModel ambient = new ThermalModel();
    double celsiusBefore = robot.power().windingCelsius(0);
    assertThat(celsiusBefore).isGreaterThan(22.5);
    robot.reset();
    robot.read(state);
    assertThat(state.motorTemperatureCelsius[0])
        .isGreaterThan(22.2)
        .isLessThan(celsiusBefore - 0.1)
        .isEqualTo(robot.power().windingCelsius(0));
    assertThat(robot.power().caseCelsius(0)).isGreaterThan(ambient.caseCelsius());
  }

  @Test
  void stateContainsVoltageSag() {
    SimulatedRobot robot = new SimulatedRobot(withBattery(30), 1);
    robot.read(state);
    double openCircuit = state.batteryVoltage;
    assertThat(openCircuit).isEqualTo(robot.conditions().batteryVolts());
    robot.write(standingCommand());
    robot.advanceTo(1000 * MILLISECOND);
    double current = robot.power().supplyCurrent();
    robot.advanceTo(1015 * MILLISECOND);
    robot.read(state);
    assertThat(state.encoderTimeNanos).isEqualTo(1000 * MILLISECOND);
    assertThat(current).isGreaterThan(1);
    assertThat(openCircuit - state.batteryVoltage).isCloseTo(0.016 * current, within(0.01));
  }

  @Test
  void energyIsBalancedWhileWalking() {
    SimulatedRobot robot = new SimulatedRobot(withBattery(30), 4);
    double[] sum = new double[3];
    double[] velocity = new double[Motor.COUNT];
    int[] feet = new int[1];
    robot.setObserver(
        (sample, power, onGround) -> {
          for (int motor = 0; motor < Motor.COUNT; motor++) {
            double shaft = sample.motorTorqueNm[motor] * velocity[motor];
            double airGap = 0.0954 * power.current(motor) * velocity[motor];
            double watts = power.duty(motor) * power.battery().voltage() * power.current(motor);
            sum[0] += 1e-3 * shaft;
            sum[1] += 1e-3 * (airGap - shaft + power.windingWatts(motor) + Math.max(0, -watts));
            velocity[motor] = sample.motorVelocityRadPerSec[motor];
          }
          sum[2] += 1e-3 * power.supplyWatts();
          feet[0] |= onGround;
        });
    TrotController trot = new TrotController(robot);
    for (int millis = 0; millis < 3000; millis++) {
      trot.step();
    }
    PowerStage power = robot.power();
    assertThat(power.battery().energyJoules()).isGreaterThan(50);
    assertThat(sum[0] + sum[1]).isCloseTo(sum[2], within(1e-6 * sum[2]));
    assertThat(power.battery().energyJoules()).isCloseTo(sum[2], within(1e-6 * sum[2]));
    assertThat(feet[0]).isEqualTo(0b1111);
  }

  @Test
  void advancesToNextWholeMillisecond() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.nominal(), 1);
    SimulatedClock clock = new SimulatedClock(robot);
    clock.waitUntil(16_666_667);
    assertThat(clock.nanos()).isEqualTo(17 * MILLISECOND);
    clock.waitUntil(5);
    assertThat(clock.nanos()).isEqualTo(17 * MILLISECOND);
  }

  @Test
  void modelMatchesDrawnConditions() {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.randomized(), 5);
    RobotModel nominal = RobotModel.nominal();
    for (int episode = 0; episode < 3; episode++) {
      EpisodeConditions.Body previous = robot.conditions().body();
      robot.reset();
      EpisodeConditions.Body drawn = robot.conditions().body();
      RobotModel model = robot.dynamics().model();
      assertThat(drawn.massFactor()).isNotEqualTo(previous.massFactor());
      assertThat(model.mass()).isCloseTo(drawn.massFactor() * nominal.mass(), within(1e-9));
      assertThat(model.trunk().inertia().xx())
          .isCloseTo(drawn.inertiaFactor() * nominal.trunk().inertia().xx(), within(1e-12));
      assertThat(model.friction().foot()).isEqualTo(drawn.friction());
    }
  }

  @Test
  void motorStrengthScalesTorque() {
    SimulationProfile powerless = nominalWith(Range.of(0), PushProfile.NONE);
    SimulatedRobot commanded = new SimulatedRobot(powerless, 1);
    commanded.write(standingCommand());
    commanded.advanceTo(200 * MILLISECOND);
    SimulatedRobot off = new SimulatedRobot(powerless, 1);
    off.advanceTo(200 * MILLISECOND);
    assertThat(commanded.groundTruth().motorAngle).isEqualTo(off.groundTruth().motorAngle);
    // The current, and therefore the reported torque, is unaffected.
    commanded.read(state);
    assertThat(state.motorTorqueNm[0]).isNotZero();
  }

  @Test
  void torqueRatioScalesTorque() {
    SimulatedRobot powerless =
        new SimulatedRobot(
            nominalWith(DriveProfile.nominal().withTorqueRatio(new double[Motor.COUNT])), 1);
    powerless.write(standingCommand());
    powerless.advanceTo(200 * MILLISECOND);
    SimulatedRobot off = new SimulatedRobot(SimulationProfile.nominal(), 1);
    off.advanceTo(200 * MILLISECOND);
    assertThat(powerless.groundTruth().motorAngle).isEqualTo(off.groundTruth().motorAngle);
  }

  /** The duty of a step is that of the position law for the sample three steps before. */
  @ParameterizedTest
  @CsvSource({"1, 0", "0, 0.01"})
  void positionLoopUsesDelayedSample(double kp, double kd) {
    SimulatedRobot robot =
        new SimulatedRobot(nominalWith(DriveProfile.nominal().withPositionLatency(0.003)), 1);
    MotorCommand command = standingCommand();
    command.kp = kp;
    command.kd = kd;
    robot.write(command);
    double[] angle = new double[60];
    double[] velocity = new double[60];
    for (int millis = 0; millis < 50; millis++) {
      robot.read(state);
      angle[millis] = state.motorAngleRad[2];
      velocity[millis] = state.motorVelocityRadPerSec[2];
      robot.advanceTo((millis + 1) * MILLISECOND);
      if (millis >= 3) {
        double expected = kp * (2 - angle[millis - 3]) - kd * velocity[millis - 3];
        assertThat(robot.power().duty(2)).isCloseTo(expected, within(1e-12));
      }
    }
    assertThat(velocity[40]).isNotCloseTo(velocity[37], within(1e-3));
  }

  @ParameterizedTest
  @CsvSource({"0.01, 0", "0, 0.02"})
  void frictionDissipatesEnergyOfSwingingLegs(double viscous, double coulomb) {
    DriveProfile nominal = DriveProfile.nominal();
    SimulatedRobot free = new SimulatedRobot(nominalWith(nominal), 1);
    SimulatedRobot damped =
        new SimulatedRobot(
            nominalWith(
                new DriveProfile(
                    nominal.torqueRatio(),
                    allMotors(viscous),
                    allMotors(coulomb),
                    nominal.rotorInertia(),
                    0)),
            1);
    double freeLoss = energyLossOnStand(free);
    double dampedLoss = energyLossOnStand(damped);
    assertThat(dampedLoss).isGreaterThan(0.05).isGreaterThan(freeLoss + 0.05);
  }

  /** Energy, J, that hanging legs lose within 0.15 s. */
  private static double energyLossOnStand(SimulatedRobot robot) {
    new RobotHandler(robot, 0.1, 1).hold(allMotors(1.8), 0, 0);
    robot.advanceTo(110 * MILLISECOND);
    robot.putOnStand();
    robot.dynamics().state().velocity[MultibodyState.FIRST_MOTOR] = 5;
    double before = robot.dynamics().kineticEnergy() + robot.dynamics().potentialEnergy();
    robot.advanceTo(260 * MILLISECOND);
    return before - robot.dynamics().kineticEnergy() - robot.dynamics().potentialEnergy();
  }

  @Test
  void frictionOpposesMotion() {
    DriveProfile drives = new DriveProfile(allMotors(1), allMotors(0.01), allMotors(0.03), 1e-4, 0);
    for (double velocity : new double[] {0.001, 0.1, 1, 20}) {
      assertThat(drives.friction(3, velocity)).isPositive();
      assertThat(drives.friction(3, -velocity)).isEqualTo(-drives.friction(3, velocity));
    }
    assertThat(drives.friction(3, 20)).isCloseTo(0.03 + 0.01 * 20, within(1e-12));
  }

  @Test
  void bodyHasRotorInertiaAndPayload() {
    DriveProfile nominal = DriveProfile.nominal();
    SimulationProfile profile =
        SimulationProfile.nominal()
            .with(
                "loaded",
                SimulationProfile.Latency.NONE,
                SimulationProfile.nominal().body().withPayload(2),
                new DriveProfile(
                    nominal.torqueRatio(),
                    nominal.viscousFriction(),
                    nominal.coulombFriction(),
                    2 * nominal.rotorInertia(),
                    0));
    RobotModel model = new SimulatedRobot(profile, 1).dynamics().model();
    assertThat(model.mass()).isCloseTo(RobotModel.nominal().mass() + 2, within(1e-12));
    assertThat(model.links().upper().inertiaY()).isEqualTo(2 * nominal.rotorInertia());
  }

  @Test
  void closeDiscardsPendingCommands() {
    SimulatedRobot closed = new SimulatedRobot(SimulationProfile.realistic(), 1);
    closed.close();
    SimulatedRobot commanded = new SimulatedRobot(SimulationProfile.realistic(), 1);
    commanded.write(standingCommand());
    commanded.close();
    closed.advanceTo(50 * MILLISECOND);
    commanded.advanceTo(50 * MILLISECOND);
    assertThat(commanded.groundTruth().motorAngle).isEqualTo(closed.groundTruth().motorAngle);
  }

  @Test
  void resetEndsPush() {
    SimulatedRobot pushed = new SimulatedRobot(SimulationProfile.nominal(), 1);
    pushed.push(3, 2);
    pushed.advanceTo(10 * MILLISECOND);
    SimulatedRobot undisturbed = new SimulatedRobot(SimulationProfile.nominal(), 1);
    undisturbed.advanceTo(10 * MILLISECOND);
    for (SimulatedRobot robot : new SimulatedRobot[] {pushed, undisturbed}) {
      robot.reset();
      robot.write(standingCommand());
      robot.advanceTo(robot.timeNanos() + 200 * MILLISECOND);
    }
    assertThat(pushed.groundTruth().position).isEqualTo(undisturbed.groundTruth().position);
  }

  @Test
  void everyEpisodeHasItsOwnTerrain() {
    SimulatedRobot robot =
        new SimulatedRobot(SimulationProfile.nominal(), TerrainMix.parse("rough:0.02"), 1);
    double first = robot.dynamics().terrain().height(0.7, 0.1);
    robot.reset();
    assertThat(robot.dynamics().terrain().height(0.7, 0.1)).isNotEqualTo(first);
  }

  private static double[] allMotors(double value) {
    double[] values = new double[Motor.COUNT];
    Arrays.fill(values, value);
    return values;
  }

  private static SimulationProfile nominalWith(DriveProfile drives) {
    SimulationProfile nominal = SimulationProfile.nominal();
    return nominal.with("nominal with drives", nominal.latency(), nominal.body(), drives);
  }

  @Test
  void randomPushesMoveRobot() {
    SimulatedRobot undisturbed = new SimulatedRobot(nominalWith(Range.of(1), PushProfile.NONE), 1);
    SimulatedRobot pushed =
        new SimulatedRobot(nominalWith(Range.of(1), new PushProfile(1, 0.1, 60)), 1);
    assertThat(maxSpeedWhileStanding(undisturbed)).isLessThan(0.02);
    assertThat(maxSpeedWhileStanding(pushed)).isGreaterThan(0.1);
  }

  /** Max horizontal speed from 1 to 4 s of standing. */
  private static double maxSpeedWhileStanding(SimulatedRobot robot) {
    robot.write(standingCommand());
    robot.advanceTo(1000 * MILLISECOND);
    double maxSpeed = 0;
    while (robot.timeNanos() < 4000 * MILLISECOND) {
      robot.advanceTo(robot.timeNanos() + MILLISECOND);
      double[] velocity = robot.groundTruth().velocity;
      maxSpeed = Math.max(maxSpeed, Math.hypot(velocity[0], velocity[1]));
    }
    return maxSpeed;
  }

  private static SimulationProfile nominalWith(Range motorStrength, PushProfile pushes) {
    SimulationProfile nominal = SimulationProfile.nominal();
    BodyProfile body = nominal.body();
    return nominal
        .with(
            "nominal with changes",
            nominal.latency(),
            new BodyProfile(
                body.massFactor(), body.inertiaFactor(), body.friction(), motorStrength),
            nominal.drives())
        .with(
            new SimulationProfile.Episode(
                nominal.episode().startExtensionRad(), nominal.episode().startJitterRad(), pushes));
  }

  private static SimulationProfile withBattery(double restSeconds) {
    SimulationProfile realistic = SimulationProfile.realistic();
    return realistic.withPower(realistic.power().withLithiumPolymer(restSeconds));
  }

  /** Inverse of the torque table: 0.1 Nm/A up to 1 Nm, then 0.09 Nm/A. */
  private static double currentUpToTwentyAmpere(double torque) {
    return torque <= 1 ? torque / 0.1 : 10 + (torque - 1) / 0.09;
  }

  private static SimulatedRobot robotAwayFromStart(SimulationProfile profile) {
    SimulatedRobot robot = new SimulatedRobot(profile, 1);
    robot.write(standingCommand());
    robot.advanceTo(200 * MILLISECOND);
    robot.groundTruth().position[0] += 1.5;
    // The next millisecond contains a capture.
    robot.advanceTo(233 * MILLISECOND);
    return robot;
  }

  private static MotorCommand standingCommand() {
    MotorCommand command = new MotorCommand();
    command.mode = Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
    Arrays.fill(command.targetAngleRad, 2);
    return command;
  }
}
