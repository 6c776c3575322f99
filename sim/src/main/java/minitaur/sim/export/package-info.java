/** Export of the robot model to file formats of other simulators. */
@NullMarked
package minitaur.sim.export;

import org.jspecify.annotations.NullMarked;
