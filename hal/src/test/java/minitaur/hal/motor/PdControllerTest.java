package minitaur.hal.motor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import minitaur.hal.MotorCommand;
import org.junit.jupiter.api.Test;

class PdControllerTest {
  @Test
  void combinesPositionAndVelocityTerms() {
    // 1 * (2.1 - 2.0) - 0.015 * 2 = 0.07
    assertThat(PdController.duty(1, 0.015, 2.1, 2.0, 2)).isCloseTo(0.07, within(1e-15));
    assertThat(PdController.duty(0.5, 0.015, 1.9, 2.0, 0)).isCloseTo(-0.05, within(1e-15));
  }

  @Test
  void clipsToFullDuty() {
    assertThat(PdController.duty(1, 0, 4, 1, 0)).isEqualTo(1);
    assertThat(PdController.duty(1, 0, 1, 4, 0)).isEqualTo(-1);
  }

  @Test
  void propagatesNan() {
    assertThat(PdController.duty(1, 0.015, Double.NaN, 1, 0)).isNaN();
  }

  @Test
  void dependsOnMode() {
    MotorCommand command = new MotorCommand();
    command.kp = 1;
    command.kd = 0.02;
    command.targetAngleRad[3] = 2.5;

    command.mode = MotorCommand.Mode.OFF;
    assertThat(PdController.duty(command, 3, 2, 5)).isZero();
    command.mode = MotorCommand.Mode.DAMPING;
    assertThat(PdController.duty(command, 3, 2, 5)).isCloseTo(-0.1, within(1e-15));
    command.mode = MotorCommand.Mode.POSITION;
    assertThat(PdController.duty(command, 3, 2, 5)).isCloseTo(0.4, within(1e-15));
  }
}
