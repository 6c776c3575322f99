package minitaur.controller.episode.safety;

/** The tilt of the ground that the trunk's is measured against, so that a slope is not a fall. */
public interface GroundTilt {
  /** Level ground. */
  GroundTilt LEVEL =
      rollPitch -> {
        rollPitch[0] = 0;
        rollPitch[1] = 0;
      };

  /**
   * Reads the roll and pitch of a trunk that is parallel to the ground and faces where the robot
   * faces. Must not allocate.
   *
   * @param rollPitch {@code [2]} rad. Modified.
   */
  void read(double[] rollPitch);
}
