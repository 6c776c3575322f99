/** Images and videos of the robot. */
@NullMarked
package minitaur.controller.run.render;

import org.jspecify.annotations.NullMarked;
