/**
 * A robot with everything that episodes need of it: the simulated one, and room for the real one.
 */
@NullMarked
package minitaur.controller.rig;

import org.jspecify.annotations.NullMarked;
