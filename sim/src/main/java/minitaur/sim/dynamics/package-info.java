/**
 * The robot's motion in reduced coordinates: a free trunk and eight motor angles, each five-bar leg
 * solved in closed form, so that no loop can open.
 */
@NullMarked
package minitaur.sim.dynamics;

import org.jspecify.annotations.NullMarked;
