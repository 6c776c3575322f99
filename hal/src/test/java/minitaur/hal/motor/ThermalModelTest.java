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
  void reachesSteadyState() {
    ThermalModel motor = new ThermalModel();
    for (int i = 0; i < 40_000; i++) {
      motor.step(10, 0.5);
    }
    // 10 W through 1.4339 K/W, then through 0.4907 K/W
    assertThat(motor.caseCelsius()).isCloseTo(22 + 14.339, within(1e-6));
    assertThat(motor.windingCelsius()).isCloseTo(22 + 14.339 + 4.907, within(1e-6));
  }

  @Test
  void windingHeatsBeforeCase() {
    ThermalModel motor = new ThermalModel();
    for (int i = 0; i < 1000; i++) {
      motor.step(88.63, 1e-3);
    }
    // 1 K in the first second, less the 1 % that has flowed to the case
    assertThat(motor.windingCelsius()).isCloseTo(23, within(0.02));
    assertThat(motor.caseCelsius()).isCloseTo(22, within(0.01));
  }

  @Test
  void matchesClosedFormStepResponse() {
    // The same two-node network solved by eigenvectors: T = T_inf + sum c_k v_k exp(lambda_k t).
    double a = 1 / (0.4907 * 88.63);
    double b = 1 / (0.4907 * 481.47);
    double d = b + 1 / (1.4339 * 481.47);
    double root = Math.sqrt((a + d) * (a + d) - 4 * (a * d - a * b));
    double slow = (-(a + d) + root) / 2;
    double fast = (-(a + d) - root) / 2;
    double heat = 40;
    double winding = -heat * (0.4907 + 1.4339);
    double housing = -heat * 1.4339;
    // Eigenvectors (a, lambda + a) of [[-a, a], [b, -d]].
    double determinant = a * (fast + a) - a * (slow + a);
    double c1 = (winding * (fast + a) - a * housing) / determinant;
    double c2 = (a * housing - winding * (slow + a)) / determinant;

    ThermalModel stepped = new ThermalModel();
    ThermalModel exact = new ThermalModel();
    for (int second = 1; second <= 1800; second++) {
      for (int i = 0; i < 1000; i++) {
        stepped.step(heat, 1e-3);
      }
      exact.advance(heat, 1);
      double e1 = c1 * Math.exp(slow * second);
      double e2 = c2 * Math.exp(fast * second);
      double expectedWinding = 22 + heat * (0.4907 + 1.4339) + a * (e1 + e2);
      double expectedCase = 22 + heat * 1.4339 + (slow + a) * e1 + (fast + a) * e2;
      assertThat(exact.windingCelsius()).isCloseTo(expectedWinding, within(1e-9));
      assertThat(exact.caseCelsius()).isCloseTo(expectedCase, within(1e-9));
      assertThat(stepped.windingCelsius()).isCloseTo(expectedWinding, within(1e-3));
      assertThat(stepped.caseCelsius()).isCloseTo(expectedCase, within(1e-3));
    }
  }

  @Test
  void oneLongStepEqualsManyShortSteps() {
    ThermalModel oneStep = new ThermalModel();
    ThermalModel manySteps = new ThermalModel();
    oneStep.advance(100, 60);
    manySteps.advance(100, 60);
    oneStep.advance(0, 300);
    for (int i = 0; i < 300; i++) {
      manySteps.advance(0, 1);
    }
    assertThat(oneStep.windingCelsius()).isCloseTo(manySteps.windingCelsius(), within(1e-10));
    assertThat(oneStep.caseCelsius())
        .isCloseTo(manySteps.caseCelsius(), within(1e-10))
        .isGreaterThan(23);
  }

  @Test
  void predictsTimeToLimit() {
    ThermalModel motor = new ThermalModel();
    motor.advance(60, 30);
    double seconds = motor.secondsUntil(80, 60);
    motor.advance(60, seconds);
    assertThat(motor.windingCelsius()).isCloseTo(80, within(1e-9));
    assertThat(seconds).isGreaterThan(30);
    assertThat(motor.secondsUntil(80, 60)).isLessThan(1e-9);
    assertThat(motor.secondsUntil(70, 60)).isZero();
  }

  @Test
  void timeToLimitAboveSteadyStateIsInfinite() {
    assertThat(ThermalModel.steadyCelsius(30)).isCloseTo(22 + 30 * 1.9246, within(1e-9));
    assertThat(new ThermalModel().secondsUntil(80, 30)).isInfinite();
    assertThat(new ThermalModel().secondsUntil(80, 30.2)).isFinite();
  }

  @Test
  void resetsAndRestores() throws IOException {
    ThermalModel motor = new ThermalModel();
    motor.step(500, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    motor.save(new DataOutputStream(bytes));
    double winding = motor.windingCelsius();
    motor.resetToAmbient();
    assertThat(motor.windingCelsius()).isEqualTo(ThermalModel.AMBIENT_CELSIUS);
    motor.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(motor.windingCelsius()).isEqualTo(winding);
  }
}
