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
 * What the guided poses told.
 *
 * @param plugged for each motor the connector that it is plugged into, named after the motor that
 *     belongs there
 * @param zeros for each motor its zero, wherever it is plugged in
 */
public record MotorFindings(Map<Motor, Motor> plugged, Map<Motor, MotorZero> zeros) {

  public MotorFindings {
    plugged = new EnumMap<>(plugged);
    zeros = new EnumMap<>(zeros);
  }

  /** Motors that are plugged in where another belongs. */
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

  /** Motors whose encoder counts down as the leg extends. */
  public List<Motor> mirrored() {
    return zeros.entrySet().stream()
        .filter(entry -> entry.getValue().sign() < 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The calibration.
   *
   * @throws CalibrationException when connectors are exchanged: with them every limit would guard
   *     the wrong motor, so that no map shall make up for it
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
