/** The ground that the robot walks on, as the surfaces that a sphere is near. */
@NullMarked
package minitaur.sim.terrain;

import org.jspecify.annotations.NullMarked;
