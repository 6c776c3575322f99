package minitaur.calibration.camera.synthetic;

import minitaur.calibration.camera.RigidTransform;

/** Where a thing is at a time. */
@FunctionalInterface
public interface BodyPath {
  /** From the thing's frame to the lane's, {@code seconds} after the first picture. */
  RigidTransform at(double seconds);

  /** A thing that stays where it is. */
  static BodyPath at(RigidTransform place) {
    return seconds -> place;
  }
}
