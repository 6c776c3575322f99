package minitaur.controller.console;

import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.hal.RobotState;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.wire.RawSensors;
import minitaur.hal.wire.RawState;

/**
 * Displays a robot on the page while a procedure reads its uncalibrated sensors. Confined to one
 * thread.
 */
final class DisplayedSensors implements RawSensors {
  private final RawSensors sensors;
  private final RobotCalibration calibration;
  private final StateDisplay display;
  private final RobotState calibrated = new RobotState();

  /**
   * @param calibration calibration so far, for the display
   * @param telemetry receives the states
   */
  DisplayedSensors(RawSensors sensors, RobotCalibration calibration, ControlTelemetry telemetry) {
    this.sensors = sensors;
    this.calibration = calibration;
    display = new StateDisplay(telemetry);
  }

  @Override
  public void readRaw(RawState state) {
    sensors.readRaw(state);
    if (state.isKnown()) {
      calibration.apply(state, calibrated);
      calibrated.connected = true;
      calibrated.encoderTimeNanos = state.encoderTimeNanos;
      calibrated.imuTimeNanos = state.imuTimeNanos;
      display.show(calibrated);
    }
  }
}
