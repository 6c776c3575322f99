package minitaur.controller.console;

import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * Displays robot states on the page of a procedure, at most 25 per second. Confined to one thread.
 */
final class DisplayedState {
  private static final long SHOW_NANOS = 40_000_000;

  /** The newest command. */
  final MotorCommand command = new MotorCommand();

  private final ControlTelemetry telemetry;
  private final Track nowhere = new Track();
  private long shownNanos = Long.MIN_VALUE;

  /**
   * @param telemetry receives the states
   */
  DisplayedState(ControlTelemetry telemetry) {
    this.telemetry = telemetry;
    nowhere.xMetres = Double.NaN;
  }

  /**
   * Displays a state, unless another one was displayed less than 40 ms before.
   *
   * @param state calibrated state. Not modified.
   */
  void show(RobotState state) {
    long captured = state.encoderTimeNanos;
    if (shownNanos == Long.MIN_VALUE || captured - shownNanos >= SHOW_NANOS) {
      shownNanos = captured;
      telemetry.quiet(state, command, nowhere);
    }
  }
}
