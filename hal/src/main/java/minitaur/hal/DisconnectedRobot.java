package minitaur.hal;

import java.util.Arrays;

/** A robot that is never connected: every reading is NaN and every command is ignored. */
public final class DisconnectedRobot implements Robot {
  @Override
  public void read(RobotState state) {
    Arrays.fill(state.motorAngleRad, Double.NaN);
    Arrays.fill(state.motorVelocityRadPerSec, Double.NaN);
    Arrays.fill(state.motorTorqueNm, Double.NaN);
    Arrays.fill(state.motorTemperatureCelsius, Double.NaN);
    state.rollRad = Double.NaN;
    state.pitchRad = Double.NaN;
    state.angularVelocityXRadPerSec = Double.NaN;
    state.angularVelocityYRadPerSec = Double.NaN;
    state.batteryVoltage = Double.NaN;
    state.energyJoules = Double.NaN;
    state.connected = false;
  }

  @Override
  public void write(MotorCommand command) {}

  @Override
  public void close() {}
}
