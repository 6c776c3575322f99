package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.motor.ThermalModel;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerStageTest {
  private static final double MILLISECOND = 1e-3;

  private final double[] duty = new double[Motor.COUNT];
  private final double[] velocity = new double[Motor.COUNT];

  @Test
  void countsDrawnEnergyWithoutRegeneration() {
    PowerStage stage = new PowerStage(BatteryPack.ideal());
    stage.insert(15);
    duty[0] = 0.2;
    // This motor rotates faster than its duty drives it, so it brakes.
    duty[1] = 0.2;
    velocity[1] = 60;
    stage.step(duty, velocity, false, 2);
    double current = 0.2 * 15 / 0.186;
    assertThat(stage.current(0)).isCloseTo(current, within(1e-12));
    assertThat(stage.current(1)).isNegative();
    assertThat(stage.battery().energyJoules()).isCloseTo(2 * 3 * current, within(1e-9));
    assertThat(stage.battery().voltage()).isEqualTo(15);
    stage.insert(16);
    assertThat(stage.battery().energyJoules()).isZero();
  }

  @Test
  void voltageSagMatchesClosedForm() {
    PowerStage stage = new PowerStage(BatteryPack.lithiumPolymer());
    stage.insert(16);
    Arrays.fill(duty, 0.2);
    stage.step(duty, velocity, false, MILLISECOND);
    // Eight stalled motors act as a resistance of R / (8 d^2) at the terminals.
    double load = 0.186 / (8 * 0.04);
    assertThat(stage.battery().voltage()).isCloseTo(16 * load / (load + 0.016), within(1e-12));
    double current = 16 / (load + 0.016);
    assertThat(stage.supplyCurrent()).isCloseTo(current, within(1e-9));
    assertThat(stage.supplyWatts()).isCloseTo(current * current * load, within(1e-9));
    stage.step(duty, velocity, true, MILLISECOND);
    assertThat(stage.battery().voltage()).isCloseTo(16, within(1e-4));
    assertThat(stage.supplyCurrent()).isZero();
  }

  @Test
  void solvesSupplyForRandomMotorStates() {
    RandomStream random = RandomStream.of(1, "test");
    PowerStage stage = new PowerStage(BatteryPack.lithiumPolymer());
    int limited = 0;
    for (int trial = 0; trial < 5000; trial++) {
      stage.insert(random.nextUniform(14, 16.8));
      double openCircuit = stage.battery().openCircuitVoltage();
      randomizeMotors(random, random.nextUniform(0, 1), 80);
      stage.step(duty, velocity, false, 1e-9);
      double current = 0;
      double scale = Double.NaN;
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double volts = stage.battery().voltage();
        scale = stage.duty(motor) / duty[motor];
        double expected = (stage.duty(motor) * volts - 0.0954 * velocity[motor]) / 0.186;
        assertThat(stage.current(motor)).isCloseTo(expected, within(1e-7));
        current += Math.max(0, stage.duty(motor) * expected);
      }
      assertThat(current).isCloseTo(stage.supplyCurrent(), within(1e-6)).isLessThan(60 + 1e-6);
      assertThat(stage.battery().voltage()).isCloseTo(openCircuit - 0.016 * current, within(1e-6));
      if (scale < 1 - 1e-9) {
        limited++;
        assertThat(stage.supplyCurrent()).isCloseTo(60, within(1e-6));
      }
    }
    assertThat(limited).isBetween(500, 4500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ideal", "lithium polymer"})
  void balancesEnergy(String name) {
    RandomStream random = RandomStream.of(2, "test");
    boolean isIdeal = name.equals("ideal");
    PowerStage stage = new PowerStage(isIdeal ? BatteryPack.ideal() : BatteryPack.lithiumPolymer());
    stage.insert(16);
    double battery = 0;
    double work = 0;
    double braking = 0;
    double heatToAir = 0;
    for (int millis = 0; millis < 20_000; millis++) {
      if (millis % 20 == 0) {
        randomizeMotors(random, 0.6, 30);
      }
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        heatToAir += (stage.caseCelsius(motor) - 22) / 1.4339 * MILLISECOND;
      }
      double openCircuit = stage.battery().openCircuitVoltage();
      stage.step(duty, velocity, false, MILLISECOND);
      battery += openCircuit * stage.supplyCurrent() * MILLISECOND;
      double volts = stage.battery().voltage();
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        work += 0.0954 * velocity[motor] * stage.current(motor) * MILLISECOND;
        braking += Math.max(0, -stage.duty(motor) * volts * stage.current(motor)) * MILLISECOND;
      }
    }
    // Heat stored in the thermal network and released to the air.
    double heat = braking + heatToAir + stage.battery().lossJoules();
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      heat += 88.63 * (stage.windingCelsius(motor) - 22) + 481.47 * (stage.caseCelsius(motor) - 22);
    }
    assertThat(battery).isGreaterThan(1000).isCloseTo(work + heat, within(1e-6 * battery));
    assertThat(stage.battery().energyJoules() + stage.battery().lossJoules())
        .isCloseTo(battery, within(1e-6 * battery));
    assertThat(stage.workJoules()).isCloseTo(work, within(1e-6 * battery));
    assertThat(stage.brakingJoules()).isCloseTo(braking, within(1e-6 * battery));
    assertThat(stage.windingJoules() + stage.brakingJoules() + stage.workJoules())
        .isCloseTo(stage.battery().energyJoules(), within(1e-6 * battery));
    if (!isIdeal) {
      assertThat(stage.battery().lossJoules()).isGreaterThan(0.01 * battery);
    }
    stage.insert(16);
    assertThat(
            new double[] {
              stage.battery().energyJoules(),
              stage.battery().lossJoules(),
              stage.windingJoules(),
              stage.brakingJoules(),
              stage.workJoules(),
              stage.supplyCurrent(),
              stage.duty(0),
              stage.current(0)
            })
        .containsOnly(0);
    assertThat(stage.windingCelsius(0)).as("windings stay warm").isGreaterThan(22);
  }

  @Test
  void resistanceAndCurrentLimitActWithoutEachOther() {
    Arrays.fill(duty, 0.5);
    PowerStage sagging = new PowerStage(new BatteryPack(16.8, 4, 0.016, Double.POSITIVE_INFINITY));
    sagging.insert(16);
    sagging.step(duty, velocity, false, MILLISECOND);
    assertThat(sagging.supplyCurrent()).isGreaterThan(100);
    assertThat(sagging.battery().voltage())
        .isCloseTo(16 - 0.016 * sagging.supplyCurrent(), within(1e-9));
    PowerStage limited = new PowerStage(new BatteryPack(16.8, 4, 0, 60));
    limited.insert(16);
    limited.step(duty, velocity, false, MILLISECOND);
    assertThat(limited.supplyCurrent()).isCloseTo(60, within(1e-9));
    assertThat(limited.battery().voltage()).isEqualTo(16);
  }

  @Test
  void dischargesByDrawnCharge() {
    PowerStage stage = new PowerStage(BatteryPack.lithiumPolymer());
    stage.insert(16.8);
    assertThat(stage.battery().stateOfCharge()).isEqualTo(1);
    Arrays.fill(duty, 0.15);
    double coulombs = 0;
    for (int i = 0; i < 1000; i++) {
      stage.step(duty, velocity, false, 0.1);
      coulombs += 0.1 * stage.supplyCurrent();
    }
    assertThat(stage.battery().stateOfCharge())
        .isCloseTo(1 - coulombs / (4 * 3600), within(1e-12))
        .isLessThan(0.95);
    assertThat(stage.battery().openCircuitVoltage()).isLessThan(16.7);
  }

  @Test
  void mapsVoltageToStateOfChargeAndBack() {
    BatteryPack pack = BatteryPack.lithiumPolymer();
    for (double volts = 10; volts <= 16.8; volts += 0.01) {
      assertThat(pack.openCircuitVolts(pack.stateOfCharge(volts))).isCloseTo(volts, within(1e-12));
    }
    assertThat(pack.openCircuitVolts(0.5)).isCloseTo(0.835 * 16.8, within(1e-12));
    assertThat(pack.openCircuitVolts(-0.5)).as("discharged too far").isEqualTo(0.595 * 16.8);
    assertThat(pack.openCircuitVolts(1.5)).isEqualTo(16.8);
    assertThat(pack.stateOfCharge(20)).isEqualTo(1);
    assertThat(pack.stateOfCharge(1)).isZero();
    assertThatThrownBy(() -> new BatteryPack(16, 0, 0, 1)).hasMessageContaining("capacity");
  }

  @Test
  void coolsForDurationAndToTemperature() {
    PowerStage stage = new PowerStage(BatteryPack.ideal());
    stage.insert(16);
    duty[3] = 0.4;
    stage.step(duty, velocity, false, 5);
    ThermalModel expected = new ThermalModel();
    expected.step(MotorModel.heat(stage.current(3)), 5);
    assertThat(stage.windingCelsius(3)).isEqualTo(expected.windingCelsius()).isGreaterThan(30);
    expected.advance(0, 10);
    stage.coolDown(10, 1000);
    assertThat(stage.windingCelsius(3)).isEqualTo(expected.windingCelsius());
    stage.coolDown(0, 24);
    assertThat(stage.windingCelsius(3)).isBetween(23.9, 24.0);
    stage.coolDown(Double.POSITIVE_INFINITY, 1000);
    assertThat(stage.windingCelsius(3)).isEqualTo(22);
  }

  private void randomizeMotors(RandomStream random, double maxDuty, double maxVelocity) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      duty[motor] = random.nextUniform(-maxDuty, maxDuty);
      velocity[motor] = random.nextUniform(-maxVelocity, maxVelocity);
    }
  }
}
