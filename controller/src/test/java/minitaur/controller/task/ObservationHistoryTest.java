package minitaur.controller.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ObservationHistoryTest {
  /** Observation k is 100 k + 0 .. 100 k + 11. */
  private static float[] observation(int k) {
    float[] values = new float[12];
    for (int i = 0; i < 12; i++) {
      values[i] = 100 * k + i;
    }
    return values;
  }

  /** Action k is -(100 k + 1) .. -(100 k + 8), so that none is zero. */
  private static float[] action(int k) {
    float[] values = new float[8];
    for (int i = 0; i < 8; i++) {
      values[i] = -(100 * k + 1 + i);
    }
    return values;
  }

  private static float[] state(ObservationHistory history) {
    float[] state = new float[112];
    history.copyState(state);
    return state;
  }

  @Test
  void fillsHistoryWithFirstObservationAndZeroActions() {
    ObservationHistory history = new ObservationHistory();
    history.begin(observation(3));

    float[] state = state(history);

    for (int block = 0; block < 6; block++) {
      assertThat(Arrays.copyOfRange(state, 12 * block, 12 * block + 12))
          .containsExactly(300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311);
    }
    assertThat(Arrays.copyOfRange(state, 72, 112)).containsOnly(0);
  }

  @Test
  void matchesExpectedStateAfterTwoSteps() {
    ObservationHistory history = new ObservationHistory();
    history.begin(observation(0));
    history.push(action(0), observation(1));
    history.push(action(1), observation(2));

    assertThat(state(history))
        .containsExactly(
            200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, // now
            100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, // 1 ago
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, // 2 ago: the first
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, // repeated
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -101, -102,
            -103, -104, -105, -106, -107, -108, // the latest action
            -1, -2, -3, -4, -5, -6, -7, -8, //
            0, 0, 0, 0, 0, 0, 0, 0, //
            0, 0, 0, 0, 0, 0, 0, 0, //
            0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void keepsOnlyLastFiveSteps() {
    ObservationHistory history = new ObservationHistory();
    history.begin(observation(0));
    for (int step = 0; step < 7; step++) {
      history.push(action(step), observation(step + 1));
    }

    float[] state = state(history);

    for (int age = 0; age <= 5; age++) {
      assertThat(state[12 * age]).as("observation %d ago", age).isEqualTo(100 * (7 - age));
    }
    for (int age = 1; age <= 5; age++) {
      assertThat(state[72 + 8 * (age - 1)])
          .as("action %d ago", age)
          .isEqualTo(-(100 * (7 - age) + 1));
    }
    assertThat(state[111]).isEqualTo(-208);
  }

  @Test
  void newEpisodeClearsHistory() {
    ObservationHistory history = new ObservationHistory();
    history.begin(observation(0));
    history.push(action(0), observation(1));
    ObservationHistory fresh = new ObservationHistory();

    history.begin(observation(5));
    fresh.begin(observation(5));

    assertThat(state(history)).isEqualTo(state(fresh));
  }
}
