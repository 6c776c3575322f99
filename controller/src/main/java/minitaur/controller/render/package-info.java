/** Pictures of the robot. */
@NullMarked
package minitaur.controller.render;

import org.jspecify.annotations.NullMarked;
