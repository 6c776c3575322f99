package minitaur.controller.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ActionFilterTest {
  private static final double RATE = 50;
  private static final double CUTOFF = 5;

  private final ActionFilter filter = new ActionFilter(CUTOFF, RATE);
  private final float[] action = new float[ObservationLayout.ACTION_SIZE];
  private final float[] filtered = new float[ObservationLayout.ACTION_SIZE];

  private float step(double value) {
    Arrays.fill(action, (float) value);
    filter.apply(action, filtered);
    return filtered[3];
  }

  /** Max output for a sine of amplitude 0.5 after the initial transient, divided by 0.5. */
  private double gain(double hz) {
    double max = 0;
    for (int i = 0; i < 2000; i++) {
      double output = step(0.5 * Math.sin(2 * Math.PI * hz * i / RATE + 0.3));
      max = i < 1000 ? 0 : Math.max(max, Math.abs(output));
    }
    return max / 0.5;
  }

  @Test
  void passesActionsUnchangedWithoutCutoff() {
    ActionFilter disabled = new ActionFilter(0, RATE);
    for (int i = 0; i < action.length; i++) {
      action[i] = 0.1f * i - 0.3f;
    }
    disabled.apply(action, filtered);
    assertArrayEquals(action, filtered);
  }

  @Test
  void hasUnitGainAtZeroFrequency() {
    float last = 0;
    for (int i = 0; i < 200; i++) {
      last = step(0.7);
    }
    assertEquals(0.7, last, 1e-6);
  }

  /** Gain of the prototype 1 / sqrt(1 + (tan(pi f / rate) / tan(pi cutoff / rate))^4). */
  @Test
  void matchesSecondOrderButterworthGain() {
    for (double hz : new double[] {1.1, 3.3, 5.21, 8.7, 15.3}) {
      double ratio = Math.tan(Math.PI * hz / RATE) / Math.tan(Math.PI * CUTOFF / RATE);
      assertEquals(1 / Math.sqrt(1 + Math.pow(ratio, 4)), gain(hz), 0.01, hz + " Hz");
      filter.reset();
    }
  }

  @Test
  void clipsOutputToActionRange() {
    float max = 0;
    for (int i = 0; i < 100; i++) {
      max = Math.max(max, step(i % 20 < 10 ? 1 : -1));
    }
    assertEquals(1, max);
  }

  @Test
  void resetRestoresInitialState() {
    float first = step(1);
    step(-1);
    filter.reset();
    assertEquals(first, step(1));
  }
}
