package minitaur.controller.episode.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import org.junit.jupiter.api.Test;

class LegPostureTest {
  @Test
  void kneesOfStandingRobotAreCloserThanItsFeet() {
    RobotState state = new RobotState();
    Arrays.fill(state.motorAngleRad, 2);
    LegPosture posture = new LegPosture(RobotGeometry.nominal());
    posture.update(state);
    assertThat(posture.legGap()).isCloseTo(2 * (0.2375 - 0.101 * Math.sin(2)), within(1e-12));
  }
}
