/** A camera that is computed: what it sees, and where everything truly is, are known. */
@NullMarked
package minitaur.calibration.camera.synthetic;

import org.jspecify.annotations.NullMarked;
