package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;

/** Tests the conditions for enabling the motors. */
class RestDetectorTest {
  private static final long TICK = 20_000_000;

  private final RobotState state = new RobotState();
  private final RestDetector rest = new RestDetector(0);
  private long now;

  @Test
  void whoMayHaveBeenDrivenAMomentAgoIsWaitedFor() {
    pass(74, 0);
    assertThat(rest.isRested(now)).isFalse();
    pass(1, 0.9);
    assertThat(rest.isRested(now)).isTrue();
  }

  @Test
  void aLegThatSwingsIsNotAtRestWhereItTurns() {
    pass(100, 0);
    for (int swing = 0; swing < 20; swing++) {
      pass(3, 2);
      assertThat(rest.isRested(now)).isFalse();
      pass(3, 0);
      assertThat(rest.isRested(now)).isFalse();
    }
    pass(10, 0);
    assertThat(rest.isRested(now)).isTrue();
  }

  @Test
  void whatIsNotKnownIsNotAtRest() {
    pass(100, Double.NaN);
    assertThat(rest.isRested(now)).isFalse();
  }

  @Test
  void aRobotThatWasDrivenIsLeftTimeToSink() {
    pass(100, 0);
    rest.driven(now);
    pass(74, 0);
    assertThat(rest.isRested(now)).isFalse();
    pass(1, 0);
    assertThat(rest.isRested(now)).isTrue();
  }

  private void pass(int ticks, double velocity) {
    for (int tick = 0; tick < ticks; tick++) {
      now += TICK;
      state.motorVelocityRadPerSec[5] = velocity;
      rest.watch(state, now);
    }
  }
}
