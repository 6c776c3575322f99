package minitaur.calibration.camera.synthetic;

import minitaur.calibration.RigidTransform;

/**
 * Trajectory of a trunk that trots back and forth along the lane: a slow sine along the lane,
 * superimposed with the surge, bounce, pitch, roll and yaw of the strides.
 *
 * @param amplitudeMetres distance to either side of the lane's origin
 * @param speedMetresPerSec max speed without the strides
 * @param heightMetres mean height of the trunk
 * @param strideHz stride frequency
 */
public record WalkingTrajectory(
    double amplitudeMetres, double speedMetresPerSec, double heightMetres, double strideHz)
    implements BodyTrajectory {

  private static final double SURGE = 0.010;
  private static final double SWAY = 0.008;
  private static final double BOUNCE = 0.005;
  private static final double PITCH = 0.08;
  private static final double ROLL = 0.06;
  private static final double YAW = 0.10;

  /** Back and forth at up to 0.8 m/s with 3 strides per second, as in learned gaits. */
  public static WalkingTrajectory trot() {
    return new WalkingTrajectory(0.9, 0.8, 0.17, 3);
  }

  @Override
  public RigidTransform at(double seconds) {
    double lanePhase = speedMetresPerSec / amplitudeMetres * seconds;
    double stridePhase = 2 * Math.PI * strideHz * seconds;
    return RigidTransform.of(
        amplitudeMetres * StrictMath.sin(lanePhase) + SURGE * StrictMath.sin(stridePhase),
        0.2 * StrictMath.sin(0.7 * lanePhase) + SWAY * StrictMath.sin(stridePhase / 2),
        heightMetres + BOUNCE * StrictMath.sin(2 * stridePhase),
        ROLL * StrictMath.sin(stridePhase / 2 + 1),
        PITCH * StrictMath.sin(stridePhase + 0.5),
        YAW * StrictMath.sin(1.3 * lanePhase));
  }

  /** Velocity in the lane's frame: {@code [3]}, m/s, by a central difference. */
  public double[] velocity(double seconds) {
    double step = 1e-5;
    double[] before = at(seconds - step).translation();
    double[] after = at(seconds + step).translation();
    return new double[] {
      (after[0] - before[0]) / (2 * step),
      (after[1] - before[1]) / (2 * step),
      (after[2] - before[2]) / (2 * step)
    };
  }
}
