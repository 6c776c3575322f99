package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.identify.IdentifyProcedure;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.motors.MotorFindings;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Instruction;
import minitaur.calibration.prompt.PlainPrompts;
import minitaur.calibration.prompt.Prompts;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.sim.GuidedMotion;
import minitaur.sim.SimulatedClock;
import org.junit.jupiter.api.Test;

/** Tests calibration procedures on randomized robots. */
class CalibrationProceduresTest {
  private static final long SEED = 4;

  private final StringWriter shown = new StringWriter();

  @Test
  void swappedConnectorsAreNamedAndRejected() throws Exception {
    RandomizedRobot intact = RandomizedRobot.of(SEED);
    RandomizedRobot randomized =
        RandomizedRobot.of(
            intact.profile(),
            intact.hiddenOffsets().withExchanged(Motor.FRONT_LEFT_R, Motor.BACK_RIGHT_L),
            SEED);
    Clock clock = new SimulatedClock(randomized.robot());
    MotorFindings findings =
        new MotorProcedure(RobotGeometry.nominal())
            .run(randomized.sensors(), clock, operator(randomized, clock, "yes all"));
    assertThat(findings.misplaced())
        .containsExactlyInAnyOrder(Motor.FRONT_LEFT_R, Motor.BACK_RIGHT_L);
    assertThatThrownBy(() -> findings.calibration("", ""))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("FRONT_LEFT_R is plugged in where BACK_RIGHT_L belongs")
        .hasMessageContaining("BACK_RIGHT_L is plugged in where FRONT_LEFT_R belongs");
  }

  /** The robot turns slowly although the operator confirmed that it is still. */
  @Test
  void rejectsMovingRobot() {
    RandomizedRobot randomized = RandomizedRobot.of(SEED);
    Clock clock = new SimulatedClock(randomized.robot());
    List<String> refusals = new ArrayList<>();
    Prompts operator =
        new Prompts() {
          @Override
          public void confirm(Instruction instruction) throws CancelledException {
            if (instruction.refusal() != null) {
              refusals.add(instruction.refusal());
              throw new CancelledException("enough");
            }
            randomized
                .robot()
                .grasp(
                    new GuidedMotion(
                        randomized.robot().truth(),
                        randomized.robot().timeNanos(),
                        10,
                        new GuidedMotion.Target(
                            new double[] {0, 0, 1},
                            0.3,
                            0,
                            0,
                            randomized.robot().truth().motorAngle)));
            clock.waitUntil(clock.nanos() + 2_000_000_000L);
          }

          @Override
          public void progress(String what, double part) {}

          @Override
          public void tell(String line) {}

          @Override
          public void requireGoingOn() {}
        };
    assertThatThrownBy(
            () ->
                new ImuProcedure(randomized.sensors(), clock, operator)
                    .run(ImuProcedure.Poses.QUICK, ""))
        .isInstanceOf(CancelledException.class);
    assertThat(refusals).singleElement().asString().contains("moves");
  }

  @Test
  void blockedLegsStopTheIdentification() throws Exception {
    RandomizedRobot randomized = RandomizedRobot.of(SEED);
    Calibration known = randomized.groundTruth("minitaur", "");
    Clock clock = new SimulatedClock(randomized.robot());
    // Held for the whole duration.
    randomized
        .robot()
        .grasp(
            new GuidedMotion(
                randomized.robot().truth(),
                0,
                1,
                new GuidedMotion.Target(
                    new double[] {0, 0, 1}, 0, 0, 0, randomized.robot().truth().motorAngle)));
    Prompts confirmation = PlainPrompts.script(new StringReader("yes all"), new PrintWriter(shown));
    assertThatThrownBy(
            () ->
                new IdentifyProcedure(
                        new CalibratedRobot(randomized.robot(), known.joints(), known.inertial()),
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
        PlainPrompts.script(new StringReader(answers), new PrintWriter(shown)),
        randomized.robot(),
        clock,
        SEED);
  }
}
