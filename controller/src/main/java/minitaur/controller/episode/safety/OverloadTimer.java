package minitaur.controller.episode.safety;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;

/**
 * Measures how long battery and motors have been beyond limits that they may exceed for a short
 * time. Unknown values count as within the limits. Does not allocate after construction.
 */
public final class OverloadTimer {
  private static final long INACTIVE = Long.MIN_VALUE;

  private final RobotLimits limits;
  private final long[] overloadSinceNanos = new long[Motor.COUNT];
  private long batteryLowSinceNanos;

  /** A timer without history. */
  public OverloadTimer(RobotLimits limits) {
    this.limits = limits;
    reset();
  }

  /** Resets all durations. */
  public void reset() {
    batteryLowSinceNanos = INACTIVE;
    Arrays.fill(overloadSinceNanos, INACTIVE);
  }

  /**
   * Updates the durations from the sensor values.
   *
   * @param tick its state and time are read, its durations are set. Modified.
   */
  public void update(ControlTick tick) {
    RobotState state = tick.state;
    long now = tick.nowNanos;
    batteryLowSinceNanos =
        updateStart(
            batteryLowSinceNanos, state.batteryVoltage < limits.battery().minBatteryVolts(), now);
    tick.batteryLowNanos = duration(batteryLowSinceNanos, now);
    tick.overloadNanos = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      boolean overloaded =
          Math.abs(state.motorTorqueNm[motor]) > limits.motors().overloadTorqueNm();
      overloadSinceNanos[motor] = updateStart(overloadSinceNanos[motor], overloaded, now);
      tick.overloadNanos = Math.max(tick.overloadNanos, duration(overloadSinceNanos[motor], now));
    }
  }

  private static long updateStart(long previousStart, boolean exceeded, long now) {
    if (!exceeded) {
      return INACTIVE;
    }
    return previousStart == INACTIVE ? now : previousStart;
  }

  private static long duration(long start, long now) {
    return start == INACTIVE ? 0 : now - start;
  }
}
