package minitaur.calibration.measure;

import minitaur.hal.Motor;
import minitaur.hal.RobotState;

/** The sensors that a {@link StillWindow} looks at, numbered: first the motors' encoders. */
public final class Channel {
  /**
   * The first of three: where the unit says that up is, from its roll and pitch. A vector, because
   * roll means nothing with the nose straight down.
   */
  public static final int UP = Motor.COUNT;

  /** Rate about x, rad/s. */
  public static final int RATE_X = Motor.COUNT + 3;

  /** Rate about y, rad/s. */
  public static final int RATE_Y = Motor.COUNT + 4;

  /** Number of channels. */
  public static final int COUNT = Motor.COUNT + 5;

  private Channel() {}

  /** What a channel says. */
  static double of(RobotState state, int channel) {
    return switch (channel) {
      case UP -> -Math.sin(state.pitchRad);
      case UP + 1 -> Math.cos(state.pitchRad) * Math.sin(state.rollRad);
      case UP + 2 -> Math.cos(state.pitchRad) * Math.cos(state.rollRad);
      case RATE_X -> state.angularVelocityXRadPerSec;
      case RATE_Y -> state.angularVelocityYRadPerSec;
      default -> state.motorAngleRad[channel];
    };
  }
}
