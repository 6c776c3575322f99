/**
 * What happened in a run's episodes, step by step, logged so that rewards can be computed again:
 * ticks, poses, and what became of them.
 */
@NullMarked
package minitaur.controller.record.steps;

import org.jspecify.annotations.NullMarked;
