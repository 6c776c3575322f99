/** The walking task's reward: one class a term, and the function that adds them up. */
@NullMarked
package minitaur.controller.task.reward;

import org.jspecify.annotations.NullMarked;
