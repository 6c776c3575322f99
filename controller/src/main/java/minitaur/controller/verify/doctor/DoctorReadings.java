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

  private long states;
  private long statesWithoutLink;

  /**
   * Adds a state; skips the readings of a robot that is not connected.
   *
   * @param state Not modified.
   */
  void add(RobotState state) {
    if (!state.connected) {
      statesWithoutLink += states > 0 ? 1 : 0;
      return;
    }
    states++;
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
    return states > 0;
  }

  /** Share of the states since the first connection in which the link was lost. */
  double lostLinkShare() {
    return states == 0 ? 0 : (double) statesWithoutLink / (states + statesWithoutLink);
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
