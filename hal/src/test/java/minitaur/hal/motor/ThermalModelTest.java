package minitaur.hal.motor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ThermalModelTest {
  @Test
  void settlesWhereHeatInIsHeatOut() {
    ThermalModel motor = new ThermalModel();
    for (int i = 0; i < 40_000; i++) {
      motor.step(10, 0.5);
    }
    // 10 W through 1.4339 K/W, then through 0.4907 K/W
    assertThat(motor.caseCelsius()).isCloseTo(22 + 14.339, within(1e-6));
    assertThat(motor.windingCelsius()).isCloseTo(22 + 14.339 + 4.907, within(1e-6));
  }

  @Test
  void warmsTheWindingFirst() {
    ThermalModel motor = new ThermalModel();
    for (int i = 0; i < 1000; i++) {
      motor.step(88.63, 1e-3);
    }
    // 1 K in the first second but for the 1 % that has gone on to the case
    assertThat(motor.windingCelsius()).isCloseTo(23, within(0.02));
    assertThat(motor.caseCelsius()).isCloseTo(22, within(0.01));
  }

  @Test
  void coolsAndIsSaved() throws IOException {
    ThermalModel motor = new ThermalModel();
    motor.step(500, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    motor.save(new DataOutputStream(bytes));
    double winding = motor.windingCelsius();
    motor.cool();
    assertThat(motor.windingCelsius()).isEqualTo(ThermalModel.AMBIENT_CELSIUS);
    motor.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(motor.windingCelsius()).isEqualTo(winding);
  }
}
