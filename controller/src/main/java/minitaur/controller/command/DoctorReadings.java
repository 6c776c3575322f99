package minitaur.controller.command;

import minitaur.hal.Motor;
import minitaur.hal.RobotState;

/** What a robot's sensors said while they were watched. */
final class DoctorReadings {
  private final Observer[] angle = observers();
  private final Observer[] temperature = observers();
  private final Observer roll = new Observer();
  private final Observer pitch = new Observer();
  private final Observer battery = new Observer();
  private boolean connected;

  /**
   * Takes a state; one of a robot that is not connected says nothing.
   *
   * @param state Not modified.
   */
  void see(RobotState state) {
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

  /** Whether the robot was there at any time. */
  boolean isConnected() {
    return connected;
  }

  /** A motor's angle, rad. */
  Observer angle(Motor motor) {
    return angle[motor.ordinal()];
  }

  /** A winding's temperature, degC. */
  Observer temperature(Motor motor) {
    return temperature[motor.ordinal()];
  }

  /** Roll, rad. */
  Observer roll() {
    return roll;
  }

  /** Pitch, rad. */
  Observer pitch() {
    return pitch;
  }

  /** Battery, V. */
  Observer battery() {
    return battery;
  }

  private static Observer[] observers() {
    Observer[] observers = new Observer[Motor.COUNT];
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      observers[motor] = new Observer();
    }
    return observers;
  }
}
