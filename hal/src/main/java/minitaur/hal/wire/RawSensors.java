package minitaur.hal.wire;

/** The sensors of a robot before calibration, for calibration procedures. */
@FunctionalInterface
public interface RawSensors {
  /**
   * Fills {@code state} with the newest values; {@link RawState#isKnown} is true while the robot
   * responds.
   *
   * @param state its capture times are in host time. Modified.
   */
  void readRaw(RawState state);
}
