/** Reward of the walking task: one class per term, and the function that sums them. */
@NullMarked
package minitaur.controller.task.reward;

import org.jspecify.annotations.NullMarked;
