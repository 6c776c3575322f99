/** Judges what the robot does and says why an episode, or the motors, must stop. */
@NullMarked
package minitaur.controller.episode.safety;

import org.jspecify.annotations.NullMarked;
