/** Bias, axes and mounting of the inertial unit from still poses. */
@NullMarked
package minitaur.calibration.imu;

import org.jspecify.annotations.NullMarked;
