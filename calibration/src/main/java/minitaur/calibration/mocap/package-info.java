/** How marker body and lane lie, from a walk and a turn. */
@NullMarked
package minitaur.calibration.mocap;

import org.jspecify.annotations.NullMarked;
