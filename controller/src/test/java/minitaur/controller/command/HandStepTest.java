package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import minitaur.controller.command.HandStep.Outcome;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.SerialStatus;
import org.junit.jupiter.api.Test;

class HandStepTest {
  private final RobotState state = new RobotState();

  HandStepTest() {
    Arrays.fill(state.motorAngleRad, 2);
    Arrays.fill(state.motorTemperatureCelsius, 25);
    state.batteryVoltage = 16;
    state.connected = true;
  }

  @Test
  void thereIsAStepForEachMotorAndEachTilt() {
    assertThat(HandStep.all()).hasSize(11);
    assertThat(HandStep.all().get(0).prompt()).contains("rear").contains("front left");
    assertThat(HandStep.all().get(8).prompt()).contains("nose down");
  }

  @Test
  void followsTheRightReadingInTheRightDirection() {
    HandStep step = HandStep.all().get(0);
    assertThat(step.look(state)).isEqualTo(Outcome.WAITING);
    state.motorAngleRad[Motor.FRONT_LEFT_R.ordinal()] += 0.15;
    assertThat(step.look(state)).isEqualTo(Outcome.WAITING);
    state.motorAngleRad[Motor.FRONT_LEFT_L.ordinal()] += 0.25;
    assertThat(step.look(state)).isEqualTo(Outcome.RIGHT);
  }

  @Test
  void layingItLevelIsNotTakenForARoll() {
    List<HandStep> steps = HandStep.all();
    steps.get(8).look(state);
    state.pitchRad = 0.6;
    assertThat(steps.get(8).look(state)).isEqualTo(Outcome.RIGHT);
    assertThat(steps.get(9).look(state)).isEqualTo(Outcome.WAITING);
    assertThat(steps.get(9).complaint(Outcome.WAITING, state)).contains("did not come back");
    state.pitchRad = 0.05;
    assertThat(steps.get(9).look(state)).isEqualTo(Outcome.RIGHT);
    assertThat(steps.get(10).look(state)).isEqualTo(Outcome.WAITING);
    state.pitchRad = 0;
    state.rollRad = 0.3;
    assertThat(steps.get(10).look(state)).isEqualTo(Outcome.RIGHT);
  }

  @Test
  void saysWhatIsReversedAndWhatIsSwapped() {
    HandStep reversed = HandStep.all().get(0);
    reversed.look(state);
    state.motorAngleRad[Motor.FRONT_LEFT_L.ordinal()] -= 0.25;
    assertThat(reversed.look(state)).isEqualTo(Outcome.REVERSED);
    assertThat(reversed.complaint(Outcome.REVERSED, state))
        .contains("FRONT_LEFT_L")
        .contains("reversed")
        .contains("calibrate");

    HandStep swapped = HandStep.all().get(2);
    swapped.look(state);
    state.motorAngleRad[Motor.BACK_RIGHT_R.ordinal()] += 0.5;
    assertThat(swapped.look(state)).isEqualTo(Outcome.OTHER);
    assertThat(swapped.complaint(Outcome.OTHER, state))
        .contains("BACK_RIGHT_R moved instead of BACK_LEFT_L");
  }

  @Test
  void tiltThatNobodyMeasuresWaits() {
    HandStep nose = HandStep.all().get(8);
    state.pitchRad = Double.NaN;
    nose.look(state);
    assertThat(nose.look(state)).isEqualTo(Outcome.WAITING);
    assertThat(nose.complaint(Outcome.WAITING, state)).contains("pitch did not move");
  }

  @Test
  void allIsWellOnlyForARobotThatStands() {
    assertThat(problems()).isEmpty();
    state.motorAngleRad[Motor.BACK_LEFT_R.ordinal()] = 3.6;
    assertThat(problems()).hasSize(1);
    assertThat(problems().get(0)).contains("lying or tangled").contains("back-left");
    state.pitchRad = -0.6;
    assertThat(problems().get(1)).contains("tilted").contains("-34 degrees");
    state.rollRad = Double.NaN;
    assertThat(problems()).anyMatch(problem -> problem.contains("no inertial unit"));
  }

  private List<String> problems() {
    DoctorReadings readings = new DoctorReadings();
    readings.see(state);
    readings.see(state);
    return DoctorDiagnosis.problems(
        readings, new SerialStatus(ArmPhase.IDLE, "", "", "", 100, 0, 0, 1, 0));
  }
}
