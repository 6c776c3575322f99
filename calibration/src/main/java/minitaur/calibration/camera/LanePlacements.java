package minitaur.calibration.camera;

import minitaur.calibration.CameraPlacement;

/** Converts between {@link CameraPlacement}, the file format, and {@link RigidTransform}. */
public final class LanePlacements {
  private LanePlacements() {}

  /** Converts a transform to a record. */
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

  /** Converts a record to a transform. */
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
