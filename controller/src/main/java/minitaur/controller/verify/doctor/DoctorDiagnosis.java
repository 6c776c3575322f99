package minitaur.controller.verify.doctor;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.Text;
import minitaur.hal.serial.EncoderCheck;
import minitaur.hal.serial.SerialStatus;

/** Diagnoses problems of a robot from its readings, and names their fixes. */
final class DoctorDiagnosis {
  private static final double MAX_NOISE_RAD = 0.005;
  private static final double MIN_VOLTS = 11;
  private static final double MAX_CELSIUS = 60;
  private static final double MAX_LOSS = 0.01;

  /** Default range of the motor guard, with a margin for a leg at its stop. */
  private static final double MIN_ANGLE = 0.45;

  private static final double MAX_ANGLE = 3.05;

  /** A standing robot tilts less than this, rad. */
  private static final double MAX_TILT = Math.toRadians(20);

  private final DoctorReadings readings;
  private final SerialStatus status;
  private final List<String> problems = new ArrayList<>();

  private DoctorDiagnosis(DoctorReadings readings, SerialStatus status) {
    this.readings = readings;
    this.status = status;
  }

  /** All problems with their fixes, one line each; empty when there is none. */
  static List<String> problems(DoctorReadings readings, SerialStatus status, LineMeasurement line) {
    DoctorDiagnosis diagnosis = new DoctorDiagnosis(readings, status);
    if (!status.problem().isEmpty()) {
      diagnosis.problems.add(status.problem());
    }
    if (!status.fault().isEmpty()) {
      diagnosis.problems.add(status.fault());
    }
    if (readings.isConnected()) {
      diagnosis.checkLine();
      diagnosis.problems.addAll(line.problems());
      diagnosis.checkMotors();
      diagnosis.checkPosture();
      diagnosis.checkDevices();
    }
    return diagnosis.problems;
  }

  /** Fraction of lost states of the board. */
  static double loss(SerialStatus status) {
    long total = status.counts().samples() + status.counts().lost();
    return total == 0 ? 0 : (double) status.counts().lost() / total;
  }

  private void checkLine() {
    double loss = loss(status);
    if (loss > MAX_LOSS) {
      add("%.1f %% of the frames are lost: use a shorter cable or a lower rate", 100 * loss);
    }
    if (readings.lostLinkShare() > 0) {
      add(
          "the link was lost for %.1f %% of the time: check the cable and the board's power supply",
          100 * readings.lostLinkShare());
    }
  }

  private void checkMotors() {
    for (Motor motor : Motor.values()) {
      ReadingStatistics angle = readings.angle(motor);
      if (!angle.isKnown()) {
        add("%s: no encoder reading: check its cable", motor);
      } else if (angle.missingShare() > MAX_LOSS) {
        add(
            "%s: %.1f %% of the encoder readings are missing: check its cable",
            motor, 100 * angle.missingShare());
      } else if (isTurn(angle.maxStep())) {
        add(
            "%s: the encoder jumped by one turn: check the magnet's distance and seat; until then"
                + " its zero is unknown",
            motor);
      } else if (angle.noise() > MAX_NOISE_RAD) {
        add("%s: encoder noise %.4f rad: check magnet and cable", motor, angle.noise());
      }
      if (readings.temperature(motor).mean() > MAX_CELSIUS) {
        add("%s: %.0f degC: let it cool down", motor, readings.temperature(motor).mean());
      }
    }
  }

  private void checkPosture() {
    List<String> implausible = new ArrayList<>();
    for (Leg leg : Leg.values()) {
      String lostTurn =
          EncoderCheck.turnError(
              leg, readings.angle(leg.rear()).mean(), readings.angle(leg.front()).mean());
      if (lostTurn != null) {
        problems.add(lostTurn);
      } else if (isOutside(leg.rear()) || isOutside(leg.front())) {
        implausible.add(
            Text.of(
                "%s (%.2f and %.2f rad)",
                leg.label(),
                readings.angle(leg.rear()).mean(),
                readings.angle(leg.front()).mean()));
      }
    }
    if (!implausible.isEmpty()) {
      problems.add(
          "implausible leg angles: "
              + String.join(", ", implausible)
              + ": put the robot on its feet, knees outward; if it is, calibrate its motors");
    }
    if (Math.abs(readings.roll.mean()) > MAX_TILT || Math.abs(readings.pitch.mean()) > MAX_TILT) {
      add(
          "tilted: roll %.0f and pitch %.0f degrees: level the robot; if it is level, align the IMU"
              + " axes with the robot",
          Math.toDegrees(readings.roll.mean()), Math.toDegrees(readings.pitch.mean()));
    }
  }

  /** Whether a change between two readings is one or more whole turns. */
  private static boolean isTurn(double step) {
    double turns = Math.abs(step) / (2 * Math.PI);
    return turns > 0.9 && Math.abs(turns - Math.rint(turns)) < 0.1;
  }

  private boolean isOutside(Motor motor) {
    double angle = readings.angle(motor).mean();
    return angle < MIN_ANGLE || angle > MAX_ANGLE;
  }

  private void checkDevices() {
    if (!readings.roll.isKnown() || !readings.pitch.isKnown()) {
      problems.add(
          "no IMU: tilt is unknown, but required for training; connect an IMU to the board");
    } else if (Math.max(readings.roll.missingShare(), readings.pitch.missingShare()) > MAX_LOSS) {
      add(
          "%.1f %% of the IMU's readings are missing: check its cable",
          100 * Math.max(readings.roll.missingShare(), readings.pitch.missingShare()));
    }
    if (!readings.battery.isKnown()) {
      problems.add("battery voltage is unknown: monitor it by other means");
    } else if (readings.battery.mean() < MIN_VOLTS) {
      add("battery at %.1f V: charge it", readings.battery.mean());
    }
  }

  private void add(String format, Object... values) {
    problems.add(Text.of(format, values));
  }
}
