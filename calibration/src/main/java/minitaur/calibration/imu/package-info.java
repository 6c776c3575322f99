/** Calibration of gyro bias, axes and mounting of the IMU from still poses. */
@NullMarked
package minitaur.calibration.imu;

import org.jspecify.annotations.NullMarked;
