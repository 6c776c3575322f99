package minitaur.controller.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.serial.SerialStatus;

/** What is wrong with a robot and how to mend it, from what was seen of it. */
final class DoctorDiagnosis {
  private static final double NOISY_RAD = 0.005;
  private static final double WARNING_VOLTS = 11;
  private static final double HOT_CELSIUS = 60;
  private static final double LOSSY = 0.01;

  /** The guard's usual range of a motor, with a little for a leg that rests at its end. */
  private static final double LEAST_ANGLE = 0.45;

  private static final double GREATEST_ANGLE = 3.05;

  /** More and the robot does not stand. */
  private static final double GREATEST_TILT = Math.toRadians(20);

  private final DoctorReadings readings;
  private final SerialStatus status;
  private final List<String> problems = new ArrayList<>();

  private DoctorDiagnosis(DoctorReadings readings, SerialStatus status) {
    this.readings = readings;
    this.status = status;
  }

  /** Every problem with its remedy, a line each; empty when all is well. */
  static List<String> problems(DoctorReadings readings, SerialStatus status) {
    DoctorDiagnosis diagnosis = new DoctorDiagnosis(readings, status);
    if (!status.problem().isEmpty()) {
      diagnosis.problems.add(status.problem());
    }
    if (readings.isConnected()) {
      diagnosis.judgeLine();
      diagnosis.judgeMotors();
      diagnosis.judgePosture();
      diagnosis.judgeDevices();
    }
    return diagnosis.problems;
  }

  /** Share of the board's states that never came. */
  static double loss(SerialStatus status) {
    long all = status.samples() + status.lost();
    return all == 0 ? 0 : (double) status.lost() / all;
  }

  private void judgeLine() {
    double loss = loss(status);
    if (loss > LOSSY) {
      add("%.1f %% of the frames are lost: a shorter cable, or a lower rate", 100 * loss);
    }
  }

  private void judgeMotors() {
    for (Motor motor : Motor.values()) {
      Observer angle = readings.angle(motor);
      if (!angle.isKnown()) {
        add("%s: its encoder says nothing: check its cable", motor);
      } else if (angle.noise() > NOISY_RAD) {
        add("%s: encoder noise of %.4f rad: check magnet and cable", motor, angle.noise());
      }
      if (readings.temperature(motor).mean() > HOT_CELSIUS) {
        add("%s is hot, %.0f degC: let it cool", motor, readings.temperature(motor).mean());
      }
    }
  }

  private void judgePosture() {
    List<String> tangled = new ArrayList<>();
    for (Leg leg : Leg.values()) {
      if (isOutside(leg.rear()) || isOutside(leg.front())) {
        tangled.add(
            text(
                "%s (%.2f and %.2f rad)",
                leg.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                readings.angle(leg.rear()).mean(),
                readings.angle(leg.front()).mean()));
      }
    }
    if (!tangled.isEmpty()) {
      problems.add(
          "lying or tangled: legs "
              + tangled.stream().collect(Collectors.joining(", "))
              + ": set the robot on its feet, each knee outward; if they are, its motors' zeros are"
              + " not calibrated");
    }
    if (Math.abs(readings.roll().mean()) > GREATEST_TILT
        || Math.abs(readings.pitch().mean()) > GREATEST_TILT) {
      add(
          "tilted: roll %.0f and pitch %.0f degrees: set it level; if it is, turn the inertial unit's"
              + " axes to the robot's",
          Math.toDegrees(readings.roll().mean()), Math.toDegrees(readings.pitch().mean()));
    }
  }

  private boolean isOutside(Motor motor) {
    double angle = readings.angle(motor).mean();
    return angle < LEAST_ANGLE || angle > GREATEST_ANGLE;
  }

  private void judgeDevices() {
    if (!readings.roll().isKnown() || !readings.pitch().isKnown()) {
      problems.add(
          "no inertial unit: tilt is unknown, and nothing can learn without; connect one to the"
              + " board");
    }
    if (!readings.battery().isKnown()) {
      problems.add("battery voltage is unknown: watch it by another way");
    } else if (readings.battery().mean() < WARNING_VOLTS) {
      add("battery at %.1f V: charge it", readings.battery().mean());
    }
  }

  private void add(String format, Object... values) {
    problems.add(text(format, values));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
