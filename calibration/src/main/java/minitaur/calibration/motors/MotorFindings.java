package minitaur.calibration.motors;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.MotorCalibration;
import minitaur.calibration.MotorZero;
import minitaur.hal.Motor;

/**
 * Results of the guided poses.
 *
 * @param plugged for each motor, the connector that it is plugged into, named after the motor that
 *     belongs there
 * @param zeros for each motor, its zero, regardless of its connector
 */
public record MotorFindings(Map<Motor, Motor> plugged, Map<Motor, MotorZero> zeros) {

  public MotorFindings {
    plugged = new EnumMap<>(plugged);
    zeros = new EnumMap<>(zeros);
  }

  /** Motors that are plugged into the connector of another motor. */
  public List<Motor> misplaced() {
    List<Motor> list = new ArrayList<>();
    plugged.forEach(
        (motor, connector) -> {
          if (motor != connector) {
            list.add(motor);
          }
        });
    return list;
  }

  /** Motors whose encoder value decreases as the leg extends. */
  public List<Motor> mirrored() {
    return zeros.entrySet().stream()
        .filter(entry -> entry.getValue().sign() < 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The calibration.
   *
   * @throws CalibrationException when connectors are swapped. Swapped connectors must be fixed and
   *     cannot be compensated by the calibration, because every limit would guard the wrong motor.
   */
  public MotorCalibration calibration(String date, String procedure) throws CalibrationException {
    if (!misplaced().isEmpty()) {
      throw new CalibrationException(
          "connectors are exchanged: "
              + misplaced().stream()
                  .map(motor -> motor + " is plugged in where " + plugged.get(motor) + " belongs")
                  .collect(Collectors.joining(", "))
              + "; plug them in right and calibrate again");
    }
    return new MotorCalibration(date, procedure, zeros);
  }
}
