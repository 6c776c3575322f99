package minitaur.controller.task;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;

class ObservationTest {
  @Test
  void containsAnglesThenTiltThenAngularVelocity() {
    RobotState state = new RobotState();
    for (int motor = 0; motor < 8; motor++) {
      state.motorAngleRad[motor] = motor + 0.5;
      state.motorVelocityRadPerSec[motor] = 99;
    }
    state.rollRad = 20;
    state.pitchRad = 21;
    state.angularVelocityXRadPerSec = 22;
    state.angularVelocityYRadPerSec = 23;
    float[] observation = new float[12];

    Observation.fill(state, observation);

    assertThat(observation)
        .containsExactly(0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f, 20, 21, 22, 23);
  }

  @Test
  void detectsNonFiniteComponents() {
    for (float invalid :
        new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int index = 0; index < 12; index++) {
        float[] observation = new float[12];
        assertThat(Observation.isFinite(observation)).isTrue();
        observation[index] = invalid;
        assertThat(Observation.isFinite(observation)).as("place %d", index).isFalse();
      }
    }
  }
}
