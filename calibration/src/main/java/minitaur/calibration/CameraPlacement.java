package minitaur.calibration;

/**
 * Extrinsics of a camera: its pose in the lane's frame.
 *
 * @param date date of the calibration
 * @param procedure procedure that determined it
 * @param pose pose of the camera
 * @param residualMetres RMS distance between the measured points and their positions according to
 *     the pose
 */
public record CameraPlacement(
    String date, String procedure, CameraPose pose, double residualMetres) {

  /**
   * Pose of a camera in the lane's frame (x along the lane, z up).
   *
   * @param xMetres x coordinate of the camera
   * @param yMetres y coordinate of the camera
   * @param zMetres z coordinate of the camera
   * @param rollRad orientation of the camera's axes (x right, y down, z forward) in the lane's
   *     frame, R = Rz(yaw) Ry(pitch) Rx(roll); roll is pi for a camera that points straight down,
   *     -pi/2 for one that points horizontally across the lane
   * @param pitchRad see {@code rollRad}
   * @param yawRad see {@code rollRad}
   */
  public record CameraPose(
      double xMetres,
      double yMetres,
      double zMetres,
      double rollRad,
      double pitchRad,
      double yawRad) {
    private static final double MAX_METRES = 1000;

    public CameraPose {
      double distance = Math.abs(xMetres) + Math.abs(yMetres) + Math.abs(zMetres);
      double maxAngle = Math.max(Math.abs(rollRad), Math.max(Math.abs(pitchRad), Math.abs(yawRad)));
      if (!(distance <= MAX_METRES && maxAngle <= 2 * Math.PI)) {
        throw new IllegalArgumentException(
            "the camera's pose is not finite or impossible; allowed: within %s m and 2 pi rad"
                .formatted(MAX_METRES));
      }
    }
  }

  public CameraPlacement {
    if (!(residualMetres >= 0 && residualMetres <= CameraPose.MAX_METRES)) {
      throw new IllegalArgumentException(
          "the residual is %s m; allowed: 0 to %s"
              .formatted(residualMetres, CameraPose.MAX_METRES));
    }
  }

  /** The result of a procedure. */
  public static CameraPlacement of(
      RigidTransform laneFromCamera, double residualMetres, String procedure, String date) {
    double[] position = laneFromCamera.translation();
    double[] angles = laneFromCamera.rollPitchYaw();
    return new CameraPlacement(
        date,
        procedure,
        new CameraPose(position[0], position[1], position[2], angles[0], angles[1], angles[2]),
        residualMetres);
  }

  /** The pose as a transform. */
  public RigidTransform laneFromCamera() {
    return RigidTransform.of(
        pose.xMetres, pose.yMetres, pose.zMetres, pose.rollRad, pose.pitchRad, pose.yawRad);
  }
}
