/**
 * Procedures and file format for the calibration of a robot: motor zeros and directions, IMU, motor
 * identification, motion capture, and camera.
 */
@NullMarked
package minitaur.calibration;

import org.jspecify.annotations.NullMarked;
