package minitaur.controller.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import minitaur.controller.robot.SimulationSettings.Battery;
import minitaur.controller.robot.SimulationSettings.Profile;
import minitaur.sim.PowerProfile;
import minitaur.sim.SimulationProfile;
import minitaur.sim.device.BatteryPack;
import org.junit.jupiter.api.Test;

class SimulatedSessionTest {
  @Test
  void startsEpisodesWithAnIdealSupplyAndCoolMotorsByDefault() {
    assertThat(power(SimulationSettings.defaults()))
        .isEqualTo(SimulationProfile.realistic().power())
        .isEqualTo(PowerProfile.ideal(SimulationProfile.realistic().power().volts()));
  }

  @Test
  void givesTheSimulatedRobotTheConfiguredBattery() {
    PowerProfile power =
        power(new SimulationSettings(Profile.REALISTIC, "flat", Battery.LITHIUM_POLYMER, 25, true));
    assertThat(power.pack()).isEqualTo(BatteryPack.lithiumPolymer());
    assertThat(power.restSeconds()).isEqualTo(25);
    assertThat(power.volts()).isEqualTo(SimulationProfile.realistic().power().volts());
  }

  @Test
  void rejectsANegativeRest() {
    assertThatThrownBy(
            () -> new SimulationSettings(Profile.NOMINAL, "flat", Battery.IDEAL, -1, true))
        .hasMessageContaining("restSeconds");
  }

  private static PowerProfile power(SimulationSettings sim) {
    HardwareSettings defaults = HardwareSettings.defaults();
    return SimulatedSession.profile(new HardwareSettings(defaults.robot(), sim, defaults.mocap()))
        .power();
  }
}
