package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;

/** Tests the conditions for enabling the motors. */
class RestDetectorTest {
  private static final long TICK_NANOS = 20_000_000;

  private final RobotState state = new RobotState();
  private final RestDetector detector = new RestDetector(0);
  private long now;

  @Test
  void waitsInitiallyBecauseHistoryIsUnknown() {
    runTicks(74, 0);
    assertThat(detector.isAtRest(now)).isFalse();
    runTicks(1, 0.9);
    assertThat(detector.isAtRest(now)).isTrue();
  }

  @Test
  void swingingLegIsNotAtRestAtReversal() {
    runTicks(100, 0);
    for (int swing = 0; swing < 20; swing++) {
      runTicks(3, 2);
      assertThat(detector.isAtRest(now)).isFalse();
      runTicks(3, 0);
      assertThat(detector.isAtRest(now)).isFalse();
    }
    runTicks(10, 0);
    assertThat(detector.isAtRest(now)).isTrue();
  }

  @Test
  void unknownVelocityIsNotAtRest() {
    runTicks(100, Double.NaN);
    assertThat(detector.isAtRest(now)).isFalse();
  }

  @Test
  void waitsAfterRobotWasDriven() {
    runTicks(100, 0);
    detector.reportDriven(now);
    runTicks(74, 0);
    assertThat(detector.isAtRest(now)).isFalse();
    runTicks(1, 0);
    assertThat(detector.isAtRest(now)).isTrue();
  }

  private void runTicks(int ticks, double velocity) {
    for (int tick = 0; tick < ticks; tick++) {
      now += TICK_NANOS;
      state.motorVelocityRadPerSec[5] = velocity;
      detector.update(state, now);
    }
  }
}
