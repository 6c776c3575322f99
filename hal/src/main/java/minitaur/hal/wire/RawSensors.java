package minitaur.hal.wire;

/** The sensors of a robot before calibration, for procedures that find the calibration. */
@FunctionalInterface
public interface RawSensors {
  /**
   * Fills {@code state} with the newest values; it {@link RawState#isKnown} while the robot
   * responds.
   *
   * @param state capture times are the host's. Modified.
   */
  void readRaw(RawState state);
}
