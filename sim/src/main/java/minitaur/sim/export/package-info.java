/** The robot's model in the formats of other simulators. */
@NullMarked
package minitaur.sim.export;

import org.jspecify.annotations.NullMarked;
