/**
 * Multibody dynamics of the robot in reduced coordinates: a free trunk and eight motor angles. Each
 * five-bar leg is solved in closed form, so the loops cannot drift open.
 */
@NullMarked
package minitaur.sim.dynamics;

import org.jspecify.annotations.NullMarked;
