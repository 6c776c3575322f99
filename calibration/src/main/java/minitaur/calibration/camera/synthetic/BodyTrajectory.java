package minitaur.calibration.camera.synthetic;

import minitaur.calibration.RigidTransform;

/** Trajectory of a body. */
@FunctionalInterface
public interface BodyTrajectory {
  /** The transform from the body's frame to the lane's, {@code seconds} after the first image. */
  RigidTransform at(double seconds);

  /** A body that does not move. */
  static BodyTrajectory fixed(RigidTransform pose) {
    return seconds -> pose;
  }
}
