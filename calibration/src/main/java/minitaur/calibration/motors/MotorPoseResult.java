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
 * @param connectors for each motor, the connector that it is plugged into, named after the motor
 *     that belongs there
 * @param zeros for each motor, its zero, regardless of its connector
 */
public record MotorPoseResult(Map<Motor, Motor> connectors, Map<Motor, MotorZero> zeros) {

  public MotorPoseResult {
    connectors = new EnumMap<>(connectors);
    zeros = new EnumMap<>(zeros);
  }

  /** Motors that are plugged into the connector of another motor. */
  public List<Motor> swappedMotors() {
    List<Motor> swapped = new ArrayList<>();
    connectors.forEach(
        (motor, connector) -> {
          if (motor != connector) {
            swapped.add(motor);
          }
        });
    return swapped;
  }

  /** Motors whose encoder value decreases as the leg extends. */
  public List<Motor> reversedMotors() {
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
  public MotorCalibration toCalibration(String date, String procedure) throws CalibrationException {
    if (!swappedMotors().isEmpty()) {
      throw new CalibrationException(
          "swapped connectors: "
              + swappedMotors().stream()
                  .map(
                      motor -> motor + " is plugged into the connector of " + connectors.get(motor))
                  .collect(Collectors.joining(", "))
              + "; plug them in correctly and calibrate again");
    }
    return new MotorCalibration(date, procedure, zeros);
  }
}
