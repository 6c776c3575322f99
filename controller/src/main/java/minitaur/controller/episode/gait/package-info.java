/** Metrics of a gait: power, heat, torque, smoothness, stride. */
@NullMarked
package minitaur.controller.episode.gait;

import org.jspecify.annotations.NullMarked;
