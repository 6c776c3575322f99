package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.motor.ThermalModel;

/**
 * Battery, motor drivers and windings: requested duties become currents, torques and heat.
 *
 * <p>A driver is modeled as an averaged lossless half bridge that draws duty times motor current.
 * The battery's terminal voltage V and the common duty factor s that enforces the current limit
 * solve
 *
 * <pre>
 *   i_m = (s d_m V - Ke w_m) / R
 *   I   = sum over m of max(0, s d_m i_m)
 *   V   = V_oc - R_b I,   s = 1 while I &lt;= I_max, else I = I_max
 * </pre>
 *
 * <p>Both equations are at most piecewise quadratic, convex and increasing, so Newton steps over
 * the set of motors that draw current reach the exact solution in at most as many steps as there
 * are motors. Regenerated energy of a braking motor does not reach the battery; its driver
 * dissipates it.
 *
 * <p>Energy balance: battery energy = battery loss + winding heat + braking heat + air-gap work,
 * where the air-gap power of a motor is Ke w i. It exceeds torque times velocity by the loss in the
 * saturating torque curve.
 *
 * <p>Allocates nothing after construction.
 */
public final class PowerStage {
  private final Battery battery;
  private final double[] duty = new double[Motor.COUNT];
  private final double[] current = new double[Motor.COUNT];
  private final ThermalModel[] thermal = new ThermalModel[Motor.COUNT];
  private double supplyCurrent;
  private double windingJoules;
  private double brakingJoules;
  private double workJoules;

  /** A power stage at ambient temperature, without a battery inserted. */
  public PowerStage(BatteryPack pack) {
    battery = new Battery(pack);
    Arrays.setAll(thermal, motor -> new ThermalModel());
  }

  /** The battery; a live object. */
  public Battery battery() {
    return battery;
  }

  /** Inserts a battery of open-circuit voltage {@code volts}, with the motors off. */
  public void insert(double volts) {
    battery.insert(volts);
    windingJoules = 0;
    brakingJoules = 0;
    workJoules = 0;
    supplyCurrent = 0;
    Arrays.fill(duty, 0);
    Arrays.fill(current, 0);
  }

  /**
   * Lets the motors cool with torque disabled.
   *
   * @param seconds cooling time; infinite to cool down to ambient
   * @param celsius cooling then continues until every winding is at or below this temperature;
   *     above ambient
   */
  public void coolDown(double seconds, double celsius) {
    for (ThermalModel motor : thermal) {
      if (seconds == Double.POSITIVE_INFINITY) {
        motor.resetToAmbient();
      } else {
        motor.advance(0, seconds);
      }
    }
    while (maxWindingCelsius() > celsius) {
      for (ThermalModel motor : thermal) {
        motor.advance(0, 1);
      }
    }
  }

  /**
   * Applies duties for one step, over which duties and velocities are constant.
   *
   * @param requested {@code [motor]} in [-1, 1]; not modified
   * @param velocity {@code [motor]} rad/s; not modified
   * @param off whether the drivers are switched off, so that no current flows
   */
  public void step(double[] requested, double[] velocity, boolean off, double seconds) {
    BatteryPack pack = battery.pack();
    double volts = battery.voltage();
    double scale = 1;
    if (pack.isNonIdeal()) {
      volts = off ? battery.openCircuitVoltage() : loadedVoltage(requested, velocity);
      if (!off && unlimitedSupplyCurrent(requested, velocity, volts) > pack.currentLimitAmpere()) {
        volts = battery.openCircuitVoltage() - pack.resistanceOhm() * pack.currentLimitAmpere();
        scale = currentLimitScale(requested, velocity, volts, pack.currentLimitAmpere());
      }
    }
    supplyCurrent = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double applied = scale * requested[motor];
      double amperes = off ? 0 : MotorModel.current(applied, volts, velocity[motor]);
      duty[motor] = applied;
      current[motor] = amperes;
      double power = applied * volts * amperes;
      battery.addEnergy(Math.max(0, power) * seconds);
      supplyCurrent += Math.max(0, applied * amperes);
      double heat = MotorModel.heat(amperes);
      thermal[motor].step(heat, seconds);
      windingJoules += heat * seconds;
      brakingJoules += Math.max(0, -power) * seconds;
      workJoules += MotorModel.BACK_EMF * velocity[motor] * amperes * seconds;
    }
    battery.discharge(supplyCurrent, seconds);
  }

  /** Duty applied in the last step: the requested one, or less if the current limit is active. */
  public double duty(int motor) {
    return duty[motor];
  }

  /** Winding current in the last step, A; positive extends the leg. */
  public double current(int motor) {
    return current[motor];
  }

  /** Heat dissipated in a winding in the last step, W. */
  public double windingWatts(int motor) {
    return MotorModel.heat(current[motor]);
  }

  /** Current that the battery supplied in the last step, A. */
  public double supplyCurrent() {
    return supplyCurrent;
  }

  /** Power drawn at the battery's terminals in the last step, W. */
  public double supplyWatts() {
    return battery.voltage() * supplyCurrent;
  }

  /** Winding temperature, degC. */
  public double windingCelsius(int motor) {
    return thermal[motor].windingCelsius();
  }

  /** Case temperature, degC. */
  public double caseCelsius(int motor) {
    return thermal[motor].caseCelsius();
  }

  /** Heat dissipated in all windings since the battery was inserted, J. */
  public double windingJoules() {
    return windingJoules;
  }

  /** Regenerated energy dissipated in the drivers since the battery was inserted, J. */
  public double brakingJoules() {
    return brakingJoules;
  }

  /** Air-gap work of all motors since the battery was inserted, J. */
  public double workJoules() {
    return workJoules;
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    battery.save(out);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      thermal[motor].save(out);
      out.writeDouble(duty[motor]);
      out.writeDouble(current[motor]);
    }
    out.writeDouble(supplyCurrent);
    out.writeDouble(windingJoules);
    out.writeDouble(brakingJoules);
    out.writeDouble(workJoules);
  }

  /** Restores a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    battery.restore(in);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      thermal[motor].restore(in);
      duty[motor] = in.readDouble();
      current[motor] = in.readDouble();
    }
    supplyCurrent = in.readDouble();
    windingJoules = in.readDouble();
    brakingJoules = in.readDouble();
    workJoules = in.readDouble();
  }

  private double maxWindingCelsius() {
    double max = Double.NEGATIVE_INFINITY;
    for (ThermalModel motor : thermal) {
      max = Math.max(max, motor.windingCelsius());
    }
    return max;
  }

  /**
   * Terminal voltage without a current limit, V. With a = sum d^2 / R and b = sum d Ke w / R over
   * the motors that draw current: V = (V_oc + R_b b) / (1 + R_b a).
   */
  private double loadedVoltage(double[] requested, double[] velocity) {
    double openCircuit = battery.openCircuitVoltage();
    double resistance = battery.pack().resistanceOhm();
    double volts = openCircuit;
    for (int pass = 0; pass <= Motor.COUNT; pass++) {
      double a = 0;
      double b = 0;
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double d = requested[motor];
        if (d * MotorModel.current(d, volts, velocity[motor]) > 0) {
          a += d * d / MotorModel.RESISTANCE;
          b += d * MotorModel.BACK_EMF * velocity[motor] / MotorModel.RESISTANCE;
        }
      }
      volts = Math.min(volts, (openCircuit + resistance * b) / (1 + resistance * a));
    }
    return Math.max(0, volts);
  }

  /** Supply current without a limit, A. */
  private static double unlimitedSupplyCurrent(
      double[] requested, double[] velocity, double volts) {
    double sum = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double d = requested[motor];
      sum += Math.max(0, d * MotorModel.current(d, volts, velocity[motor]));
    }
    return sum;
  }

  /**
   * The common factor of all duties in [0, 1] at which the supply current is {@code limit}: the
   * root of a s^2 - b s = limit, with a = sum d^2 V / R and b = sum d Ke w / R over the motors that
   * draw current.
   */
  private static double currentLimitScale(
      double[] requested, double[] velocity, double volts, double limit) {
    double scale = 1;
    for (int pass = 0; pass <= Motor.COUNT; pass++) {
      double a = 0;
      double b = 0;
      for (int motor = 0; motor < Motor.COUNT; motor++) {
        double d = requested[motor];
        if (d * MotorModel.current(scale * d, volts, velocity[motor]) > 0) {
          a += d * d * volts / MotorModel.RESISTANCE;
          b += d * MotorModel.BACK_EMF * velocity[motor] / MotorModel.RESISTANCE;
        }
      }
      if (a > 0) {
        scale = Math.min(scale, (b + Math.sqrt(b * b + 4 * a * limit)) / (2 * a));
      }
    }
    return Math.max(0, scale);
  }
}
