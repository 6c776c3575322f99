package minitaur.controller.learn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearScheduleTest {
  @Test
  void isConstantAfterTheRamp() {
    LinearSchedule schedule = new LinearSchedule(1e-3, 3e-4, 40_000);
    assertThat(schedule.at(0)).isEqualTo(1e-3);
    assertThat(schedule.at(10_000)).isCloseTo(8.25e-4, within(1e-15));
    assertThat(schedule.at(40_000)).isCloseTo(3e-4, within(1e-15));
    assertThat(schedule.at(1_000_000)).isEqualTo(schedule.at(40_000));
  }
}
