/**
 * The camera: boards to print, lens and place of the camera, and poses of the trunk where there is
 * no motion capture. The only user of OpenCV, whose classes stay behind this package's, so that
 * whoever needs no camera never loads them.
 */
@NullMarked
package minitaur.calibration.camera;

import org.jspecify.annotations.NullMarked;
