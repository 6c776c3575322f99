package minitaur.calibration;

import java.util.List;
import java.util.Map;
import minitaur.hal.imu.ImuTransform;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.RobotCalibration;
import org.jspecify.annotations.Nullable;

/**
 * All calibrated parameters of one robot. A part that is not calibrated yet is null.
 *
 * @param robot name of the robot
 * @param motors encoder zeros and directions of the motors
 * @param imu mounting and gyro bias of the IMU
 * @param identification motor parameters and latencies
 * @param mocap pose of the lane and of the trunk relative to the motion-capture system
 * @param camera camera intrinsics
 * @param cameraPlacement pose of the camera in the lane's frame
 */
public record Calibration(
    String robot,
    @Nullable MotorCalibration motors,
    @Nullable ImuCalibration imu,
    @Nullable Identification identification,
    @Nullable MocapAlignment mocap,
    @Nullable CameraIntrinsics camera,
    @Nullable CameraPlacement cameraPlacement) {

  /** Follows the date of a part that was calibrated on a simulated robot. */
  private static final String SIMULATED = ", simulated robot ";

  private static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  public Calibration {
    if (!robot.matches(NAME_PATTERN)) {
      throw new IllegalArgumentException(
          "robot is '" + robot + "'; allowed: letters, digits, '.', '_' and '-', at most 64");
    }
  }

  /** A calibration of a robot without any calibrated part. */
  public static Calibration of(String robot) {
    return new Calibration(robot, null, null, null, null, null, null);
  }

  /** The date of a part that is calibrated on simulated robot {@code number}. It marks the part. */
  public static String simulatedDate(String date, long number) {
    return date + SIMULATED + number;
  }

  /** Names of the robot's parts that were calibrated on a simulated robot, or of the others. */
  public List<String> robotParts(boolean simulated) {
    return PartFields.values(this).entrySet().stream()
        .filter(
            part ->
                part.getValue() instanceof Record fields
                    && !part.getKey().startsWith("camera")
                    && String.valueOf(PartFields.values(fields).get("date")).contains(SIMULATED)
                        == simulated)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The map from encoder values to joint angles.
   *
   * @throws CalibrationException when the motor zeros and directions are not calibrated
   */
  public JointMap jointMap() throws CalibrationException {
    if (motors == null) {
      throw new CalibrationException(
          "zeros and directions of robot '%s' are not calibrated; run minitaur calibrate motors",
          robot);
    }
    return motors.jointMap();
  }

  /** The map from the IMU frame to the trunk frame; the identity when the IMU is not calibrated. */
  public ImuTransform imuTransform() {
    return imu == null ? ImuTransform.IDENTITY : imu.imuTransform();
  }

  /**
   * The part of the calibration that is applied to raw sensor values in the position loop.
   *
   * @throws CalibrationException when the motors are not calibrated
   */
  public RobotCalibration toRobotCalibration() throws CalibrationException {
    return new RobotCalibration(jointMap(), imuTransform());
  }

  /** A copy with the given motor calibration. */
  public Calibration with(MotorCalibration part) {
    return new Calibration(robot, part, imu, identification, mocap, camera, cameraPlacement);
  }

  /** A copy with the given IMU calibration. */
  public Calibration with(ImuCalibration part) {
    return new Calibration(robot, motors, part, identification, mocap, camera, cameraPlacement);
  }

  /** A copy with the given motor identification. */
  public Calibration with(Identification part) {
    return new Calibration(robot, motors, imu, part, mocap, camera, cameraPlacement);
  }

  /** A copy with the given motion-capture alignment. */
  public Calibration with(MocapAlignment part) {
    return new Calibration(robot, motors, imu, identification, part, camera, cameraPlacement);
  }

  /** A copy with the given camera intrinsics. */
  public Calibration with(CameraIntrinsics part) {
    return new Calibration(robot, motors, imu, identification, mocap, part, cameraPlacement);
  }

  /** A copy with the given camera pose. */
  public Calibration with(CameraPlacement part) {
    return new Calibration(robot, motors, imu, identification, mocap, camera, part);
  }
}
