/** Looking at a robot for a while: means, noise, whether it is still; least squares. */
@NullMarked
package minitaur.calibration.measure;

import org.jspecify.annotations.NullMarked;
