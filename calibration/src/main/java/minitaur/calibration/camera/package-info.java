/**
 * Camera support: printable boards, intrinsics and pose of the camera, and poses of the trunk as an
 * alternative to motion capture. Only this package uses OpenCV, and its API does not expose OpenCV
 * classes, so that they are loaded only when a camera is used.
 */
@NullMarked
package minitaur.calibration.camera;

import org.jspecify.annotations.NullMarked;
