/** Step log of a run's episodes: ticks, poses and rewards, from which rewards can be recomputed. */
@NullMarked
package minitaur.controller.record.steps;

import org.jspecify.annotations.NullMarked;
