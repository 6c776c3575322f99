/** Judges what the robot does and says when an episode, or the motors, must stop. */
@NullMarked
package minitaur.controller.safety;

import org.jspecify.annotations.NullMarked;
