/** Calibration of motor zeros and directions from guided poses. */
@NullMarked
package minitaur.calibration.motors;

import org.jspecify.annotations.NullMarked;
