/** Zeros and directions of the motors from guided poses. */
@NullMarked
package minitaur.calibration.motors;

import org.jspecify.annotations.NullMarked;
