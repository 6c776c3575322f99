package minitaur.controller.console;

import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * Displays robot states on the page of a procedure, at most 25 per second. Confined to one thread.
 */
final class StateDisplay {
  private static final long DISPLAY_INTERVAL_NANOS = 40_000_000;

  /** The newest command. */
  final MotorCommand command = new MotorCommand();

  private final ControlTelemetry telemetry;
  private final Track unknownTrack = new Track();
  private long lastDisplayNanos = Long.MIN_VALUE;

  /**
   * @param telemetry receives the states
   */
  StateDisplay(ControlTelemetry telemetry) {
    this.telemetry = telemetry;
    unknownTrack.xMetres = Double.NaN;
  }

  /**
   * Displays a state, unless another one was displayed less than 40 ms before.
   *
   * @param state calibrated state. Not modified.
   */
  void show(RobotState state) {
    long encoderNanos = state.encoderTimeNanos;
    if (lastDisplayNanos == Long.MIN_VALUE
        || encoderNanos - lastDisplayNanos >= DISPLAY_INTERVAL_NANOS) {
      lastDisplayNanos = encoderNanos;
      telemetry.idleTick(state, command, unknownTrack);
    }
  }
}
