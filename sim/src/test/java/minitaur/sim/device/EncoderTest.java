package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EncoderTest {
  private static final double QUANTUM = 2 * Math.PI / 4096;

  @Test
  void quantizesToTwelveBits() {
    Encoder encoder = new Encoder(12);
    Set<Double> readings = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      double angle = 2 * Math.PI * i / 100_000;
      double reading = encoder.read(angle);
      assertThat(Math.abs(reading - angle)).isLessThanOrEqualTo(0.5 * QUANTUM + 1e-12);
      assertThat(reading / QUANTUM).isCloseTo(Math.rint(reading / QUANTUM), within(1e-9));
      readings.add(reading);
    }
    assertThat(readings).hasSize(4097);
  }

  @Test
  void isExactWithZeroBits() {
    assertThat(new Encoder(0).read(1.234567890123)).isEqualTo(1.234567890123);
  }

  @Test
  void rejectsNegativeBits() {
    assertThatThrownBy(() -> new Encoder(-1)).hasMessageContaining("bits");
  }
}
