package minitaur.controller.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ObservationLayoutTest {
  @Test
  void namesEachComponentUniquely() {
    assertThat(ObservationLayout.observationNames()).hasSize(12);
    assertThat(ObservationLayout.actionNames()).hasSize(8);
    assertThat(ObservationLayout.stateNames()).hasSize(112);
    assertThat(new HashSet<>(ObservationLayout.stateNames())).hasSize(112);
  }

  @Test
  void namesAreInComponentOrder() {
    assertThat(ObservationLayout.observationNames())
        .startsWith("motor_angle_front_left_l_rad", "motor_angle_front_left_r_rad")
        .endsWith(
            "motor_angle_back_right_r_rad",
            "roll_rad",
            "pitch_rad",
            "angular_velocity_x_rad_per_sec",
            "angular_velocity_y_rad_per_sec");
    assertThat(ObservationLayout.actionNames())
        .containsExactly(
            "swing_front_left",
            "swing_back_left",
            "swing_front_right",
            "swing_back_right",
            "extension_front_left",
            "extension_back_left",
            "extension_front_right",
            "extension_back_right");
    var names = ObservationLayout.stateNames();
    assertThat(names.get(0)).isEqualTo("observation[0].motor_angle_front_left_l_rad");
    assertThat(names.get(9)).isEqualTo("observation[0].pitch_rad");
    assertThat(names.get(12)).isEqualTo("observation[-1].motor_angle_front_left_l_rad");
    assertThat(names.get(71)).isEqualTo("observation[-5].angular_velocity_y_rad_per_sec");
    assertThat(names.get(72)).isEqualTo("action[-1].swing_front_left");
    assertThat(names.get(111)).isEqualTo("action[-5].extension_back_right");
  }
}
