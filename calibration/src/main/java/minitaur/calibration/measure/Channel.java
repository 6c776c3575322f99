package minitaur.calibration.measure;

import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.wire.RawState;

/** The channels of a {@link WindowStatistics}; the first ones are the motors' encoders. */
public final class Channel {
  /**
   * x of the up vector, which is computed from roll and pitch. A vector, because roll is undefined
   * when the nose points straight down.
   */
  public static final int UP_X = Motor.COUNT;

  /** y of the up vector. */
  public static final int UP_Y = Motor.COUNT + 1;

  /** z of the up vector. */
  public static final int UP_Z = Motor.COUNT + 2;

  /** Rate about x, rad/s. */
  public static final int RATE_X = Motor.COUNT + 3;

  /** Rate about y, rad/s. */
  public static final int RATE_Y = Motor.COUNT + 4;

  /** Number of channels. */
  public static final int COUNT = Motor.COUNT + 5;

  private Channel() {}

  /**
   * Reads the values of a calibrated robot.
   *
   * @param out {@code [channel]}. Modified.
   */
  static void read(RobotState state, double[] out) {
    write(state.rollRad, state.pitchRad, out);
    out[RATE_X] = state.angularVelocityXRadPerSec;
    out[RATE_Y] = state.angularVelocityYRadPerSec;
    System.arraycopy(state.motorAngleRad, 0, out, 0, Motor.COUNT);
  }

  /**
   * Reads uncalibrated values.
   *
   * @param out {@code [channel]}. Modified.
   */
  static void read(RawState state, double[] out) {
    write(state.imuRollRad, state.imuPitchRad, out);
    out[RATE_X] = state.imuRateXRadPerSec;
    out[RATE_Y] = state.imuRateYRadPerSec;
    System.arraycopy(state.encoderAngleRad, 0, out, 0, Motor.COUNT);
  }

  private static void write(double roll, double pitch, double[] out) {
    out[UP_X] = -Math.sin(pitch);
    out[UP_Y] = Math.cos(pitch) * Math.sin(roll);
    out[UP_Z] = Math.cos(pitch) * Math.cos(roll);
  }
}
