/** A synthetic camera with known ground truth. */
@NullMarked
package minitaur.calibration.camera.synthetic;

import org.jspecify.annotations.NullMarked;
