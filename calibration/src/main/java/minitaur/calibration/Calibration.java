package minitaur.calibration;

import minitaur.hal.inertial.InertialMap;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.RobotCalibration;
import org.jspecify.annotations.Nullable;

/**
 * All numbers that are specific to one robot. A part that is not calibrated yet is null.
 *
 * @param robot name of the robot
 * @param motors zeros and directions
 * @param imu mounting and bias of the inertial unit
 * @param identification what the motors really do
 * @param mocap how the marker body and the lane lie
 * @param camera what the camera does to what it sees
 * @param cameraPlacement where the camera hangs
 */
public record Calibration(
    String robot,
    @Nullable MotorCalibration motors,
    @Nullable InertialCalibration imu,
    @Nullable Identification identification,
    @Nullable MocapAlignment mocap,
    @Nullable CameraIntrinsics camera,
    @Nullable CameraPlacement cameraPlacement) {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  public Calibration {
    if (!robot.matches(NAME)) {
      throw new IllegalArgumentException(
          "robot is '" + robot + "'; allowed: letters, digits, '.', '_' and '-', at most 64");
    }
  }

  /** A robot of which nothing is known yet. */
  public static Calibration of(String robot) {
    return new Calibration(robot, null, null, null, null, null, null);
  }

  /**
   * From encoders to angles.
   *
   * @throws CalibrationException when zeros and directions are not calibrated
   */
  public JointMap joints() throws CalibrationException {
    if (motors == null) {
      throw new CalibrationException(
          "zeros and directions of robot '%s' are not calibrated; run minitaur calibrate motors"
              .formatted(robot));
    }
    return motors.joints();
  }

  /** From the frame of the IMU to the trunk's; the identity where it was not calibrated. */
  public InertialMap inertial() {
    return imu == null ? InertialMap.IDENTITY : imu.map();
  }

  /**
   * The part that the position loop applies to the sensors' raw values.
   *
   * @throws CalibrationException when the motors were not calibrated
   */
  public RobotCalibration forRobot() throws CalibrationException {
    return new RobotCalibration(joints(), inertial());
  }

  /** This calibration with other motors. */
  public Calibration with(MotorCalibration found) {
    return new Calibration(robot, found, imu, identification, mocap, camera, cameraPlacement);
  }

  /** This calibration with another inertial unit. */
  public Calibration with(InertialCalibration found) {
    return new Calibration(robot, motors, found, identification, mocap, camera, cameraPlacement);
  }

  /** This calibration with another identification. */
  public Calibration with(Identification found) {
    return new Calibration(robot, motors, imu, found, mocap, camera, cameraPlacement);
  }

  /** This calibration with another alignment. */
  public Calibration with(MocapAlignment found) {
    return new Calibration(robot, motors, imu, identification, found, camera, cameraPlacement);
  }

  /** This calibration with another lens. */
  public Calibration with(CameraIntrinsics found) {
    return new Calibration(robot, motors, imu, identification, mocap, found, cameraPlacement);
  }

  /** This calibration with the camera elsewhere. */
  public Calibration with(CameraPlacement found) {
    return new Calibration(robot, motors, imu, identification, mocap, camera, found);
  }
}
