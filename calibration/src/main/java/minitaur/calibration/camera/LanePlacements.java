package minitaur.calibration.camera;

import minitaur.calibration.CameraPlacement;

/** Between {@link CameraPlacement}, which people read, and transforms, which compute. */
public final class LanePlacements {
  private LanePlacements() {}

  /** The record of a transform. */
  static CameraPlacement of(
      RigidTransform laneFromCamera, double residual, String procedure, String date) {
    double[] place = laneFromCamera.translation();
    double[] turn = laneFromCamera.rollPitchYaw();
    return new CameraPlacement(
        date,
        procedure,
        new CameraPlacement.CameraPose(place[0], place[1], place[2], turn[0], turn[1], turn[2]),
        residual);
  }

  /** The transform of a record. */
  public static RigidTransform laneFromCamera(CameraPlacement placement) {
    return RigidTransform.of(
        placement.pose().xMetres(),
        placement.pose().yMetres(),
        placement.pose().zMetres(),
        placement.pose().rollRad(),
        placement.pose().pitchRad(),
        placement.pose().yawRad());
  }
}
