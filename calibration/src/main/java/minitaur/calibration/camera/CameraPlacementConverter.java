package minitaur.calibration.camera;

import minitaur.calibration.CameraPlacement;

/** Converts between {@link CameraPlacement}, the file format, and {@link RigidTransform}. */
public final class CameraPlacementConverter {
  private CameraPlacementConverter() {}

  /** Converts a transform to a record. */
  static CameraPlacement toPlacement(
      RigidTransform laneFromCamera, double residual, String procedure, String date) {
    double[] position = laneFromCamera.translation();
    double[] rollPitchYaw = laneFromCamera.rollPitchYaw();
    return new CameraPlacement(
        date,
        procedure,
        new CameraPlacement.CameraPose(
            position[0],
            position[1],
            position[2],
            rollPitchYaw[0],
            rollPitchYaw[1],
            rollPitchYaw[2]),
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
