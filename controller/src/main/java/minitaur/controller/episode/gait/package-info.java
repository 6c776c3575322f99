/** What a gait costs the robot: power, heat, torque, smoothness, stride. */
@NullMarked
package minitaur.controller.episode.gait;

import org.jspecify.annotations.NullMarked;
