package minitaur.controller.episode.safety;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;

/**
 * Measures how long battery and motors have been beyond limits that they may exceed for a short
 * time. Unknown values count as within the limits. Does not allocate after construction.
 */
public final class OverloadTimer {
  private static final long NOT = Long.MIN_VALUE;

  private final RobotLimits limits;
  private final long[] strainedSinceNanos = new long[Motor.COUNT];
  private long batteryLowSinceNanos;

  /** A timer without history. */
  public OverloadTimer(RobotLimits limits) {
    this.limits = limits;
    restart();
  }

  /** Resets all durations. */
  public void restart() {
    batteryLowSinceNanos = NOT;
    Arrays.fill(strainedSinceNanos, NOT);
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
        since(batteryLowSinceNanos, state.batteryVoltage < limits.battery().minBatteryVolts(), now);
    tick.batteryLowNanos = lasting(batteryLowSinceNanos, now);
    tick.strainNanos = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      boolean strained = Math.abs(state.motorTorqueNm[motor]) > limits.motors().overloadTorqueNm();
      strainedSinceNanos[motor] = since(strainedSinceNanos[motor], strained, now);
      tick.strainNanos = Math.max(tick.strainNanos, lasting(strainedSinceNanos[motor], now));
    }
  }

  private static long since(long before, boolean beyond, long now) {
    if (!beyond) {
      return NOT;
    }
    return before == NOT ? now : before;
  }

  private static long lasting(long since, long now) {
    return since == NOT ? 0 : now - since;
  }
}
