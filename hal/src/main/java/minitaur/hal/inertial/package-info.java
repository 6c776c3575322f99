/** From what the inertial unit says to how the trunk lies and turns. */
@NullMarked
package minitaur.hal.inertial;

import org.jspecify.annotations.NullMarked;
