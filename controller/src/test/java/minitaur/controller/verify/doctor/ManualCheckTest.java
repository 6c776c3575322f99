package minitaur.controller.verify.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import minitaur.controller.verify.doctor.ManualCheck.Outcome;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;

class ManualCheckTest {
  private final RobotState state = new RobotState();

  ManualCheckTest() {
    Arrays.fill(state.motorAngleRad, 2);
  }

  @Test
  void coversEachMotorAndEachTilt() {
    assertThat(ManualCheck.all()).hasSize(11);
    assertThat(ManualCheck.all().get(0).prompt()).contains("rear").contains("front-left");
    assertThat(ManualCheck.all().get(8).prompt()).contains("nose down");
  }

  @Test
  void passesWhenTheExpectedReadingIncreases() {
    ManualCheck step = ManualCheck.all().get(0);
    assertThat(step.evaluate(state)).isEqualTo(Outcome.WAITING);
    state.motorAngleRad[Motor.FRONT_LEFT_R.ordinal()] += 0.15;
    assertThat(step.evaluate(state)).isEqualTo(Outcome.WAITING);
    state.motorAngleRad[Motor.FRONT_LEFT_L.ordinal()] += 0.25;
    assertThat(step.evaluate(state)).isEqualTo(Outcome.PASSED);
  }

  @Test
  void levelingDoesNotCountAsRoll() {
    List<ManualCheck> steps = ManualCheck.all();
    steps.get(8).evaluate(state);
    state.pitchRad = 0.6;
    assertThat(steps.get(8).evaluate(state)).isEqualTo(Outcome.PASSED);
    assertThat(steps.get(9).evaluate(state)).isEqualTo(Outcome.WAITING);
    assertThat(steps.get(9).problem(Outcome.WAITING, state)).contains("did not return");
    state.pitchRad = 0.05;
    assertThat(steps.get(9).evaluate(state)).isEqualTo(Outcome.PASSED);
    assertThat(steps.get(10).evaluate(state)).isEqualTo(Outcome.WAITING);
    state.pitchRad = 0;
    state.rollRad = 0.3;
    assertThat(steps.get(10).evaluate(state)).isEqualTo(Outcome.PASSED);
  }

  @Test
  void reportsReversedAndSwapped() {
    ManualCheck reversed = ManualCheck.all().get(0);
    reversed.evaluate(state);
    state.motorAngleRad[Motor.FRONT_LEFT_L.ordinal()] -= 0.25;
    assertThat(reversed.evaluate(state)).isEqualTo(Outcome.REVERSED);
    assertThat(reversed.problem(Outcome.REVERSED, state))
        .contains("FRONT_LEFT_L")
        .contains("reversed")
        .contains("calibrate");

    ManualCheck swapped = ManualCheck.all().get(2);
    swapped.evaluate(state);
    state.motorAngleRad[Motor.BACK_RIGHT_R.ordinal()] += 0.5;
    assertThat(swapped.evaluate(state)).isEqualTo(Outcome.OTHER);
    assertThat(swapped.problem(Outcome.OTHER, state))
        .contains("BACK_RIGHT_R moved instead of BACK_LEFT_L");
  }

  @Test
  void waitsForUnknownTilt() {
    ManualCheck nose = ManualCheck.all().get(8);
    state.pitchRad = Double.NaN;
    nose.evaluate(state);
    assertThat(nose.evaluate(state)).isEqualTo(Outcome.WAITING);
    assertThat(nose.problem(Outcome.WAITING, state)).contains("pitch did not move");
  }
}
