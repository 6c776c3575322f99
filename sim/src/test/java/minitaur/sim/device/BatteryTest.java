package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BatteryTest {
  private final Battery battery = new Battery();

  @Test
  void countsWhatIsTakenAndNotWhatIsGivenBack() {
    battery.insert(15);
    // 0.2 * 15 V at 10 A for 2 s
    battery.supply(0.2, 10, 2);
    battery.supply(-0.2, -10, 1);
    battery.supply(0.2, -10, 5);
    assertThat(battery.energyJoules()).isCloseTo(90, within(1e-12));
    assertThat(battery.voltage()).isEqualTo(15);
  }

  @Test
  void beginsAtZeroWhenChanged() {
    battery.insert(15);
    battery.supply(1, 1, 1);
    battery.insert(16);
    assertThat(battery.energyJoules()).isZero();
  }
}
