/** Alignment of marker body and lane from a walk and a turn. */
@NullMarked
package minitaur.calibration.mocap;

import org.jspecify.annotations.NullMarked;
