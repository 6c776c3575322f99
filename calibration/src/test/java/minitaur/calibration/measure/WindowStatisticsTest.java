package minitaur.calibration.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.camera.synthetic.VirtualClock;
import minitaur.hal.wire.RawState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowStatisticsTest {
  private static final double SECONDS = 0.5;
  private static final double TOLERANCE = 0.002;

  private final Random random = new Random(1);
  private final VirtualClock clock = new VirtualClock();

  @BeforeEach
  void startLaterThanZero() {
    clock.waitUntil(5_000_000_000L);
  }

  @Test
  void toleratesNoiseButNoMotion() throws CalibrationException {
    assertThat(isStationary(t -> 0)).isTrue();
    assertThat(isStationary(t -> 0.01 * random.nextGaussian())).isTrue();
    assertThat(isStationary(t -> 0.001 * t)).as("slow drift").isTrue();
    assertThat(isStationary(t -> 0.03 * t)).as("drift").isFalse();
    assertThat(isStationary(t -> -0.03 * t)).isFalse();
    for (double step : new double[] {0.012, -0.012}) {
      assertThat(isStationary(t -> (t < 0.25 ? 0 : step) + 0.01 * random.nextGaussian()))
          .as("drift of little more than the noise")
          .isFalse();
    }
    // Symmetric about the middle of the window, so that both halves have the same mean.
    assertThat(isStationary(t -> 0.02 * Math.cos(2 * Math.PI * t / SECONDS)))
        .as("oscillation")
        .isFalse();
  }

  @Test
  void repeatsWindowAfterShortLossOfLink() throws CalibrationException {
    WindowStatistics window = measure(t -> t < 0.3 ? 7 : t < 1.5 ? Double.NaN : 2);
    assertThat(window.mean(0)).as("without samples before the loss").isCloseTo(2, within(1e-12));
    assertThat(window.isStationary(0, TOLERANCE)).isTrue();
    assertThat(clock.nanos() * 1e-9).isBetween(5 + 1.99, 5 + 2.1);
  }

  @Test
  void reportsRobotThatDoesNotRespond() {
    assertThatThrownBy(() -> measure(t -> Double.NaN))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("does not respond");
    assertThatThrownBy(() -> measure(t -> t % 0.4 < 0.01 ? Double.NaN : 0))
        .as("a link that is lost again and again")
        .hasMessageContaining("does not respond");
    assertThat(clock.nanos() * 1e-9).isLessThan(5 + 7);
  }

  private boolean isStationary(DoubleUnaryOperator angle) throws CalibrationException {
    return measure(angle).isStationary(0, TOLERANCE);
  }

  /** Observes an encoder with the given angle over time, s; NaN while the link is lost. */
  private WindowStatistics measure(DoubleUnaryOperator angle) throws CalibrationException {
    long start = clock.nanos();
    return WindowStatistics.measure(
        state -> {
          double value = angle.applyAsDouble((clock.nanos() - start) * 1e-9);
          state.clear();
          if (!Double.isNaN(value)) {
            state.set(known(value));
          }
        },
        clock,
        SECONDS);
  }

  private RawState known(double value) {
    RawState state = new RawState();
    state.encoderAngleRad[0] = value;
    state.encoderTimeNanos = clock.nanos();
    return state;
  }
}
