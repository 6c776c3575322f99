package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.ImuCalibration;
import minitaur.calibration.identify.IdentificationProcedure;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.motors.MotorPoseResult;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TextPrompts;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.hal.wire.RawSensors;
import minitaur.hal.wire.RawState;
import minitaur.sim.KinematicMotion;
import minitaur.sim.SimulatedClock;
import org.junit.jupiter.api.Test;

/** Tests calibration procedures on randomized robots. */
class CalibrationProceduresTest {
  private static final long SEED = 4;

  private final StringWriter output = new StringWriter();

  @Test
  void rejectsSwappedConnectorsByName() throws Exception {
    RandomizedRobot original = RandomizedRobot.of(SEED);
    RandomizedRobot randomized =
        RandomizedRobot.of(
            original.profile(),
            original.hiddenOffsets().withSwappedConnectors(Motor.FRONT_LEFT_R, Motor.BACK_RIGHT_L),
            SEED);
    Clock clock = new SimulatedClock(randomized.robot());
    MotorPoseResult result =
        new MotorProcedure(RobotGeometry.nominal())
            .run(randomized.sensors(), clock, operator(randomized, clock, "yes all"));
    assertThat(result.swappedMotors())
        .containsExactlyInAnyOrder(Motor.FRONT_LEFT_R, Motor.BACK_RIGHT_L);
    assertThatThrownBy(() -> result.toCalibration("", ""))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("FRONT_LEFT_R is plugged into the connector of BACK_RIGHT_L")
        .hasMessageContaining("BACK_RIGHT_L is plugged into the connector of FRONT_LEFT_R");
  }

  /** The robot turns slowly although the operator confirmed that it is still. */
  @Test
  void rejectsMovingRobot() {
    RandomizedRobot randomized = RandomizedRobot.of(SEED);
    Clock clock = new SimulatedClock(randomized.robot());
    List<String> rejectionReasons = new ArrayList<>();
    Prompts operator =
        new Prompts() {
          @Override
          public void confirm(Instruction instruction) throws CancelledException {
            if (instruction.rejectionReason() != null) {
              rejectionReasons.add(instruction.rejectionReason());
              throw new CancelledException("enough");
            }
            randomized
                .robot()
                .startMotion(
                    new KinematicMotion(
                        randomized.robot().groundTruth(),
                        randomized.robot().timeNanos(),
                        10,
                        new KinematicMotion.Target(
                            new double[] {0, 0, 1},
                            0.3,
                            0,
                            0,
                            randomized.robot().groundTruth().motorAngle)));
            clock.waitUntil(clock.nanos() + 2_000_000_000L);
          }

          @Override
          public void reportProgress(String activity, double fraction) {}

          @Override
          public void showMessage(String line) {}

          @Override
          public void throwIfCancelled() {}
        };
    assertThatThrownBy(
            () ->
                new ImuProcedure(randomized.sensors(), clock, operator)
                    .run(ImuProcedure.PoseSet.QUICK, ""))
        .isInstanceOf(CancelledException.class);
    assertThat(rejectionReasons).singleElement().asString().contains("is moving");
  }

  @Test
  void rejectsMotionDuringWhichImuSentNoRates() {
    AtomicBoolean dropped = new AtomicBoolean();
    double[] start = {Double.NaN, Double.NaN};
    assertThatThrownBy(
            () ->
                calibrateImu(
                    state -> {
                      if (Double.isNaN(start[0])) {
                        start[0] = state.imuRollRad;
                        start[1] = state.imuPitchRad;
                      }
                      double tilt =
                          Math.hypot(state.imuRollRad - start[0], state.imuPitchRad - start[1]);
                      if (tilt > 0.3 && dropped.compareAndSet(false, true)) {
                        state.clearImu();
                      }
                    }))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("rejected: the IMU sent no rates");
    assertThat(dropped).isTrue();
  }

  @Test
  void rejectsGyroThatDoesNotShowTheMotion() {
    assertThatThrownBy(() -> calibrateImu(state -> state.imuRateYRadPerSec = 0))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("rate about y shows 0.00 of the rotation");
  }

  @Test
  void findsSignsOfReversedGyro() throws Exception {
    ImuCalibration calibration = calibrateImu(state -> {});
    ImuCalibration reversed =
        calibrateImu(
            state -> {
              state.imuRateXRadPerSec *= -1;
              state.imuRateYRadPerSec *= -1;
            });
    assertThat(reversed.rates().rateSignX()).isEqualTo(-calibration.rates().rateSignX());
    assertThat(reversed.rates().rateSignY()).isEqualTo(-calibration.rates().rateSignY());
  }

  /** Calibrates the IMU of a simulated robot whose readings are modified. */
  private ImuCalibration calibrateImu(Consumer<RawState> fault)
      throws CalibrationException, CancelledException {
    RandomizedRobot randomized = RandomizedRobot.of(SEED);
    Clock clock = new SimulatedClock(randomized.robot());
    RawSensors sensors = randomized.sensors();
    RawSensors faulty =
        state -> {
          sensors.readRaw(state);
          fault.accept(state);
        };
    return new ImuProcedure(faulty, clock, operator(randomized, clock, "yes all"))
        .run(ImuProcedure.PoseSet.QUICK, "");
  }

  @Test
  void identificationStopsWhenLegsAreBlocked() throws Exception {
    RandomizedRobot randomized = RandomizedRobot.of(SEED);
    Calibration groundTruth = randomized.groundTruth("minitaur", "");
    Clock clock = new SimulatedClock(randomized.robot());
    // Held for the whole duration.
    randomized
        .robot()
        .startMotion(
            new KinematicMotion(
                randomized.robot().groundTruth(),
                0,
                1,
                new KinematicMotion.Target(
                    new double[] {0, 0, 1}, 0, 0, 0, randomized.robot().groundTruth().motorAngle)));
    Prompts confirmation =
        TextPrompts.fromScript(new StringReader("yes all"), new PrintWriter(output));
    assertThatThrownBy(
            () ->
                new IdentificationProcedure(
                        new CalibratedRobot(randomized.robot(), groundTruth.toRobotCalibration()),
                        clock,
                        confirmation,
                        RobotGeometry.nominal())
                    .run(""))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("stopped: ")
        .hasMessageContaining("is the leg free");
  }

  private Prompts operator(RandomizedRobot randomized, Clock clock, String answers) {
    return new SimulatedOperator(
        TextPrompts.fromScript(new StringReader(answers), new PrintWriter(output)),
        randomized.robot(),
        clock,
        SEED);
  }
}
