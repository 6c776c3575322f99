package minitaur.controller.learn.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TemperatureTest {
  private static final double INITIAL = 0.5;
  private static final double TARGET_ENTROPY = -3;
  private static final double RATE = 1e-2;
  private static final double LOW_LIKELIHOOD = -5;
  private static final int STEPS = 100;

  @Test
  void movesAtConstantRateWithLogLoss() {
    Temperature temperature = new Temperature(INITIAL, TARGET_ENTROPY, 0.9, true);
    for (int i = 0; i < STEPS; i++) {
      temperature.step(LOW_LIKELIHOOD, RATE);
    }
    assertThat(temperature.logAlpha()).isCloseTo(Math.log(INITIAL) - STEPS * RATE, within(1e-6));
  }

  @Test
  void slowsDownAsItFallsWithLossOfPaper() {
    Temperature temperature = new Temperature(INITIAL, TARGET_ENTROPY, 0.9, false);
    double previous = temperature.logAlpha();
    temperature.step(LOW_LIKELIHOOD, RATE);
    double firstStep = previous - temperature.logAlpha();
    for (int i = 1; i < STEPS; i++) {
      previous = temperature.logAlpha();
      temperature.step(LOW_LIKELIHOOD, RATE);
    }
    assertThat(firstStep).isCloseTo(RATE, within(1e-6));
    assertThat(previous - temperature.logAlpha()).isBetween(0.5 * RATE, 0.9 * RATE);
  }

  @Test
  void returnsLossOfPaperInBothCases() {
    for (boolean logLoss : new boolean[] {false, true}) {
      Temperature temperature = new Temperature(INITIAL, TARGET_ENTROPY, 0.9, logLoss);
      assertThat(temperature.step(LOW_LIKELIHOOD, RATE))
          .isCloseTo(-INITIAL * (LOW_LIKELIHOOD + TARGET_ENTROPY), within(1e-12));
    }
  }
}
