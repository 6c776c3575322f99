/**
 * The camera: boards to print, lens and place of the camera, and poses of the trunk where there is
 * no motion capture. The only user of OpenCV, whose classes stay behind this package's, so that
 * they are loaded only with a camera.
 */
@NullMarked
package minitaur.calibration.camera;

import org.jspecify.annotations.NullMarked;
