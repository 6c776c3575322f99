package minitaur.hal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "%.2f, -0.004, 0.00",
    "%+.1f, -0.0, +0.0",
    "%.2f m/s, -0.006, -0.01 m/s",
    "%.0f, NaN, -",
    "%.0f, Infinity, -",
    "%.0f, -Infinity, -",
    "%.0f, -1234, -1234"
  })
  void formatsNumber(String format, double value, String text) {
    assertThat(Text.number(format, value)).isEqualTo(text);
  }
}
