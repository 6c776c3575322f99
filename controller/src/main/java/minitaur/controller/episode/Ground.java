package minitaur.controller.episode;

import minitaur.hal.mocap.Pose;

/**
 * Ground under the robot, as known to the session: exact in simulation, assumed to be level for a
 * real robot.
 */
public interface Ground {
  /** Level ground without further information. */
  Ground LEVEL =
      rollPitch -> {
        rollPitch[0] = 0;
        rollPitch[1] = 0;
      };

  /**
   * Reads the roll and pitch of a trunk parallel to the ground, at the robot's heading. The tilt of
   * the trunk is measured relative to it, so that standing on a slope is not judged as a fall. Must
   * not allocate.
   *
   * @param rollPitch {@code [2]} rad. Modified.
   */
  void tilt(double[] rollPitch);

  /** The terrain of the current episode. May allocate. */
  default TerrainShape terrain() {
    return TerrainShape.LEVEL;
  }

  /** Number of movable blocks. */
  default int blockCount() {
    return 0;
  }

  /**
   * Reads the current pose of a movable block. Must not allocate.
   *
   * @param index in the order of {@link TerrainShape#blocks}
   * @param pose of its center; its time is not set. Modified.
   */
  default void block(int index, Pose pose) {}
}
