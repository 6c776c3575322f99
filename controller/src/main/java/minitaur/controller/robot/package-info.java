/** A robot with everything that episodes need of it: the simulated one, or one on a serial line. */
@NullMarked
package minitaur.controller.robot;

import org.jspecify.annotations.NullMarked;
