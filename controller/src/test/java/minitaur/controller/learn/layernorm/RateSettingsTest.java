package minitaur.controller.learn.layernorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateSettingsTest {
  @Test
  void isConstantAfterTheRamp() {
    RateSettings rate = new RateSettings(1e-3, 3e-4, 40_000);
    assertThat(rate.at(0)).isEqualTo(1e-3);
    assertThat(rate.at(10_000)).isCloseTo(8.25e-4, within(1e-15));
    assertThat(rate.at(40_000)).isCloseTo(3e-4, within(1e-15));
    assertThat(rate.at(1_000_000)).isEqualTo(rate.at(40_000));
  }
}
