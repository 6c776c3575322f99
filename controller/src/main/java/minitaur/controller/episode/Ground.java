package minitaur.controller.episode;

import minitaur.hal.mocap.Pose;

/**
 * What the robot walks on, as far as its session knows it: everything in simulation, nothing at a
 * real robot, whose ground is taken to be level.
 */
public interface Ground {
  /** Level ground of which nothing else is known. */
  Ground LEVEL =
      rollPitch -> {
        rollPitch[0] = 0;
        rollPitch[1] = 0;
      };

  /**
   * Reads the roll and pitch of a trunk that is parallel to the ground and faces where the robot
   * faces: the trunk's tilt is measured against it, so that a slope is not a fall. Must not
   * allocate.
   *
   * @param rollPitch {@code [2]} rad. Modified.
   */
  void tilt(double[] rollPitch);

  /** The terrain of the present episode. May allocate. */
  default TerrainShape terrain() {
    return TerrainShape.LEVEL;
  }

  /** Number of movable blocks. */
  default int blockCount() {
    return 0;
  }

  /**
   * Reads where a movable block is now. Must not allocate.
   *
   * @param index which one, in the order of {@link TerrainShape#blocks}
   * @param pose of its center; its time is not set. Modified.
   */
  default void block(int index, Pose pose) {}
}
