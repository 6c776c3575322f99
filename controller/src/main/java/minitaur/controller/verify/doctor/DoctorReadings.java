package minitaur.controller.verify.doctor;

import java.util.stream.Stream;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;

/** Statistics of the sensor readings of a robot. */
final class DoctorReadings {
  private final ReadingStatistics[] angle = perMotor();
  private final ReadingStatistics[] temperature = perMotor();

  /** Roll, rad. */
  final ReadingStatistics roll = new ReadingStatistics();

  /** Pitch, rad. */
  final ReadingStatistics pitch = new ReadingStatistics();

  /** Battery voltage, V. */
  final ReadingStatistics battery = new ReadingStatistics();

  private boolean connected;

  /**
   * Adds a state; skips states of a robot that is not connected.
   *
   * @param state Not modified.
   */
  void add(RobotState state) {
    if (!state.connected) {
      return;
    }
    connected = true;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      angle[motor].add(state.motorAngleRad[motor]);
      temperature[motor].add(state.motorTemperatureCelsius[motor]);
    }
    roll.add(state.rollRad);
    pitch.add(state.pitchRad);
    battery.add(state.batteryVoltage);
  }

  /** Whether the robot was ever connected. */
  boolean isConnected() {
    return connected;
  }

  /** Angle of a motor, rad. */
  ReadingStatistics angle(Motor motor) {
    return angle[motor.ordinal()];
  }

  /** Winding temperature of a motor, degC. */
  ReadingStatistics temperature(Motor motor) {
    return temperature[motor.ordinal()];
  }

  private static ReadingStatistics[] perMotor() {
    return Stream.generate(ReadingStatistics::new)
        .limit(Motor.COUNT)
        .toArray(ReadingStatistics[]::new);
  }
}
